/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests when a publishing thread wakes the sender: only if the sender would not check the
 * buffer early enough on its own. Batches have ten records and linger for 50 ms.
 */
class WakeTests {

	private static final Duration LINGER = Duration.ofMillis(50);

	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void whenTheSenderIsIdleThenANewBatchWakesIt() {
		assertThat(wakesOf(0)).isOne();
	}

	@Test
	void whenRecordsKeepComingThenANewBatchWakesNobodyAndIsInTime() {
		publishAndSend(0);
		this.fixture.advance(Duration.ofMillis(20));
		assertThat(wakesOf(1)).isZero();
		this.fixture.advance(LINGER.minusMillis(1));
		assertThat(this.fixture.arrived).containsExactly(0);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(this.fixture.arrived).containsExactly(0, 1);
	}

	@Test
	void whenNothingCameForALingerThenANewBatchWakesTheSender() {
		publishAndSend(0);
		this.fixture.advance(LINGER);
		assertThat(wakesOf(1)).isOne();
	}

	@Test
	void whenABatchIsFullThenItWakesTheSender() {
		publishAndSend(0);
		for (int n = 1; n < 10; n++) {
			assertThat(wakesOf(n)).isZero();
		}
		assertThat(wakesOf(10)).isOne();
		this.fixture.advance(Duration.ZERO);
		assertThat(this.fixture.arrived).hasSize(11);
	}

	@Test
	void whenNothingCanBeSentThenFullBatchesWakeNobodyAndGoWithTheNextResponse() {
		this.fixture.respondWith((request) -> (request.index() == 1)
				? Mono.delay(Duration.ofDays(1)).then(ScriptedClient.response(200)) : ScriptedClient.response(200));
		this.fixture.publish(0, 11);
		for (int n = 11; n < 40; n++) {
			assertThat(wakesOf(n)).isZero();
		}
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.arrived).hasSize(40);
		this.fixture.assertAccounting();
	}

	@Test
	void whenDrainingThenANewBatchIsSentAtOnce() {
		publishAndSend(0);
		this.fixture.respondWith((request) -> Mono.never());
		this.fixture.publish(1, 2);
		this.fixture.stop();
		this.fixture.loop.run();
		this.fixture.publish(2, 3);
		assertThat(this.fixture.requests).hasSize(3);
	}

	@Test
	void whenStartedAgainAfterAnOutageThenANewBatchWakesTheSender() {
		this.fixture.respondWith((request) -> Mono.never());
		this.fixture.publish(0, 30);
		assertThat(wakesOf(30)).isZero();
		this.fixture.stop();
		this.fixture.advance(Duration.ofSeconds(20));
		this.fixture.publisher.start();
		assertThat(wakesOf(31)).isOne();
	}

	private void publishAndSend(int n) {
		this.fixture.publish(n, n + 1);
		this.fixture.advance(LINGER);
		assertThat(this.fixture.arrived).containsExactly(n);
	}

	private int wakesOf(int n) {
		int before = this.fixture.loop.given();
		this.fixture.publisher.publish(Map.of("n", n));
		return this.fixture.loop.given() - before;
	}

}
