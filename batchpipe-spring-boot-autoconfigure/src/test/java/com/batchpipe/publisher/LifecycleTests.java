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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

import com.batchpipe.hostile.RecordedLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for starting and stopping a publisher, with virtual time.
 */
class LifecycleTests {

	private final AtomicInteger callbacks = new AtomicInteger();

	@Test
	void whenStoppedWithHealthyServiceThenAllIsDeliveredWithoutLingering() {
		PublisherFixture fixture = new PublisherFixture();
		fixture.publish(0, 95);
		stop(fixture);
		fixture.loop.run();
		assertThat(this.callbacks).hasValue(1);
		assertThat(fixture.arrived).hasSize(95);
		assertThat(fixture.publisher.stats().state()).isEqualTo(PublisherStats.State.CLOSED);
		fixture.assertAccounting();
	}

	@Test
	void whenStoppedThenTheLogSaysSoBeforeTheCallback() {
		try (RecordedLog log = RecordedLog.start()) {
			PublisherFixture fixture = new PublisherFixture();
			fixture.publish(0, 95);
			List<String> lines = new ArrayList<>();
			fixture.publisher.stop(() -> lines.addAll(log.lines()));
			fixture.loop.run();
			assertThat(lines).anyMatch((line) -> line.contains("Publisher stopped in 0 ms: accepted 95, delivered 95"));
		}
	}

	@Test
	void whenStoppedWithHangingServiceThenRecordsAreHandedBackWithinTheDrainTimeout() {
		PublisherFixture fixture = new PublisherFixture().respondWith((request) -> Mono.never());
		fixture.publish(0, 95);
		stop(fixture);
		fixture.advance(Duration.ofMillis(7999));
		assertThat(this.callbacks).hasValue(0);
		fixture.advance(Duration.ofMillis(2));
		assertThat(this.callbacks).hasValue(1);
		assertThat(fixture.handedBack).hasSize(95).allMatch((record) -> record.reason() == UndeliveredReason.STOPPED);
		fixture.assertAccounting();
	}

	@Test
	void whenStoppedDuringBackoffThenItIsTriedAgainAtOnce() {
		PublisherFixture fixture = new PublisherFixture(
				(builder) -> builder.minBackoff(Duration.ofSeconds(20)).maxBackoff(Duration.ofSeconds(20)))
			.respondWith(500);
		fixture.publish(0, 10);
		fixture.respondWith(200);
		stop(fixture);
		fixture.advance(Duration.ofSeconds(1));
		assertThat(this.callbacks).hasValue(1);
		assertThat(fixture.arrived).hasSize(10);
		fixture.assertAccounting();
	}

	@Test
	void whenServiceAskedToWaitLongerThanTheDrainTimeoutThenStopDoesNotWait() {
		PublisherFixture fixture = new PublisherFixture().respondWith((request) -> ScriptedClient.response(429, "60"));
		fixture.publish(0, 10);
		stop(fixture);
		fixture.loop.run();
		assertThat(this.callbacks).hasValue(1);
		assertThat(fixture.requests).hasSize(1);
		assertThat(fixture.handedBack).hasSize(10);
		fixture.assertAccounting();
	}

	@Test
	void whenServiceAskedToWaitLessThanTheDrainTimeoutThenStopHonoursIt() {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? 429 : 200, "5"));
		fixture.publish(0, 10);
		stop(fixture);
		fixture.advance(Duration.ofMillis(4999));
		assertThat(fixture.requests).hasSize(1);
		fixture.advance(Duration.ofMillis(1));
		assertThat(fixture.arrived).hasSize(10);
		assertThat(this.callbacks).hasValue(1);
		fixture.assertAccounting();
	}

	@Test
	void whenPublishedWhileDrainingThenAcceptedForHalfOfTheTime() {
		PublisherFixture fixture = new PublisherFixture().respondWith((request) -> Mono.never());
		fixture.publish(0, 10);
		stop(fixture);
		fixture.advance(Duration.ofMillis(3999));
		fixture.publish(10, 20);
		assertThat(fixture.stats().accepted()).isEqualTo(20);
		fixture.advance(Duration.ofMillis(1));
		assertThatExceptionOfType(PublisherClosedException.class).isThrownBy(() -> fixture.publish(20, 21));
		fixture.advance(Duration.ofSeconds(4));
		assertThat(fixture.handedBack).hasSize(20);
		fixture.assertAccounting();
	}

	@Test
	void whenRestartedThenRecordsAreAcceptedAgain() {
		PublisherFixture fixture = new PublisherFixture();
		fixture.publish(0, 10);
		stop(fixture);
		fixture.loop.run();
		assertThat(fixture.publisher.isRunning()).isFalse();
		assertThatExceptionOfType(PublisherClosedException.class).isThrownBy(() -> fixture.publish(10, 11));
		assertThatExceptionOfType(PublisherClosedException.class).isThrownBy(() -> fixture.publish("new", 10, 11));
		fixture.publisher.start();
		assertThat(fixture.publisher.isRunning()).isTrue();
		fixture.publish(10, 20);
		stop(fixture);
		fixture.loop.run();
		assertThat(fixture.arrived).hasSize(20);
		assertThat(this.callbacks).hasValue(2);
		fixture.assertAccounting();
	}

	@ParameterizedTest
	@CsvSource({ "429, RATE_LIMIT", "401, AUTHORIZATION", "403, AUTHORIZATION", "404, UNKNOWN_PIPE" })
	void whenRestartedThenNoPauseIsLeft(int status, PauseCause cause) {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response(status, "60"));
		fixture.publish(0, 10);
		assertThat(fixture.stats().pause()).isEqualTo(cause);
		stop(fixture);
		fixture.advance(Duration.ofSeconds(10));
		assertThat(fixture.publisher.isRunning()).isFalse();
		fixture.publisher.start();
		assertThat(fixture.stats().pause()).isNull();
		assertThat(fixture.publisher.stats().pause()).isNull();
		fixture.respondWith(200);
		fixture.publish(10, 20);
		assertThat(fixture.arrived).hasSize(10);
		fixture.assertAccounting();
	}

	@Test
	void whenNeverUsedThenNothingRunsAndStopIsImmediate() {
		PublisherFixture fixture = new PublisherFixture();
		stop(fixture);
		assertThat(this.callbacks).hasValue(1);
		assertThat(fixture.loop.ran()).isZero();
		assertThat(fixture.loop.waiting()).isZero();
	}

	@Test
	void whenIdleThenNoTimersAreLeft() {
		PublisherFixture fixture = new PublisherFixture();
		for (int i = 0; i < 1000; i++) {
			fixture.publish("pipe-" + i, 0, 1);
		}
		fixture.advance(Duration.ofMinutes(5));
		assertThat(fixture.arrived).hasSize(1000);
		assertThat(fixture.loop.waiting()).isZero();
		fixture.assertAccounting();
	}

	@Test
	void phaseIsBelowExecutorsAndAboveHttpResources() {
		assertThat(new PublisherFixture().publisher.getPhase()).isBetween(2,
				ExecutorConfigurationSupport.DEFAULT_PHASE - 1);
	}

	private void stop(PublisherFixture fixture) {
		fixture.publisher.stop(this.callbacks::incrementAndGet);
	}

}
