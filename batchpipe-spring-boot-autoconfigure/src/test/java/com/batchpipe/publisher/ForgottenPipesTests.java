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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import com.batchpipe.publisher.buffer.PipeLimits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests which pipes are forgotten and which figures remain. The first two pipes are kept
 * permanently, and at most three others.
 */
class ForgottenPipesTests {

	private static final PipeLimits LIMITS = new PipeLimits(2, 3);

	private static final Duration MINUTES = Duration.ofMinutes(2);

	private final PublisherFixture fixture = new PublisherFixture((builder) -> {
	}, LIMITS);

	@Test
	void whenAPipeIsNotUsedForAWhileThenItIsForgottenAndItsFiguresStayInTheTotals() {
		publishToAll(5);
		assertThat(this.fixture.publisher.stats("pipe-4")).isNotNull();
		this.fixture.advance(MINUTES);
		assertThat(this.fixture.publisher.stats("pipe-4")).isNull();
		assertThat(this.fixture.publisher.stats().otherPipes().delivered()).isEqualTo(3);
		assertThat(this.fixture.publisher.stats().otherPipes().sealedByLinger()).isEqualTo(3);
		assertThat(this.fixture.publisher.stats().otherPipes().requests().completed()).isEqualTo(3);
		assertThat(this.fixture.publisher.stats().total(PipeStats::accepted)).isEqualTo(5);
		this.fixture.assertAccounting();
	}

	@Test
	void whenAPipeIsAmongTheFirstThenItsFiguresAreKeptForGood() {
		publishToAll(5);
		this.fixture.advance(Duration.ofDays(1));
		assertThat(this.fixture.publisher.stats().pipes()).containsOnlyKeys("pipe-0", "pipe-1");
		publishToAll(1);
		assertThat(this.fixture.stats("pipe-0").delivered()).isEqualTo(2);
	}

	@Test
	void whenAForgottenPipeComesBackThenItsFiguresBeginAnewAndTheTotalsGoOn() {
		publishToAll(3);
		this.fixture.advance(MINUTES);
		publishToAll(3);
		assertThat(this.fixture.stats("pipe-2").delivered()).isOne();
		assertThat(this.fixture.publisher.stats().otherPipes().delivered()).isEqualTo(2);
		assertThat(this.fixture.publisher.stats().total(PipeStats::delivered)).isEqualTo(6);
		this.fixture.assertAccounting();
	}

	@Test
	void whenAPipeIsUsedNowAndThenThenItIsNotForgotten() {
		for (int i = 0; i < 20; i++) {
			publishToAll(3);
			this.fixture.advance(Duration.ofSeconds(29));
		}
		assertThat(this.fixture.stats("pipe-2").delivered()).isEqualTo(20);
	}

	@Test
	void whenThereAreTooManyPipesThenThoseThatHoldNothingAreForgottenAtOnce() {
		publishToAll(50);
		assertThat(known(50)).isLessThanOrEqualTo(2 + 3);
		assertThat(this.fixture.publisher.stats().total(PipeStats::delivered)).isEqualTo(50);
		this.fixture.assertAccounting();
	}

	@Test
	void whenThereAreTooManyPipesThenNoneIsForgottenThatHoldsARecord() {
		this.fixture.respondWith((request) -> Mono.never());
		publishToAll(50);
		assertThat(known(50)).isEqualTo(50);
		assertThat(this.fixture.publisher.stats().total(PipeStats::buffered)).isEqualTo(50);
		this.fixture.assertAccounting();
	}

	@Test
	void whenRecordsFindNoRoomThenTheirPipesAreForgotten() {
		PublisherFixture full = new PublisherFixture((builder) -> builder.overflow(OverflowPolicy.FAIL)
			.maxBatchSize(512)
			.maxRecordSize(64)
			.maxInFlight(1)
			.maxBufferSize(1024), LIMITS).respondWith((request) -> Mono.never());
		int accepted = 0;
		for (int pipe = 0; pipe < 1000; pipe++) {
			accepted += (full.publisher.tryPublish("pipe-" + pipe, Map.of("n", pipe))) ? 1 : 0;
		}
		assertThat(accepted).isBetween(50, 200);
		assertThat(known(full, 1000)).isBetween((long) accepted, accepted + 100L);
		full.assertAccounting();
	}

	@Test
	void whenAPipeIsPausedThenItIsNotForgotten() {
		this.fixture.respondWith((request) -> ScriptedClient.response(404));
		publishToAll(3);
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.stats("pipe-2").rejected()).isOne();
		assertThat(this.fixture.stats("pipe-2").pause()).isEqualTo(PauseCause.UNKNOWN_PIPE);
		assertThat(this.fixture.publisher.stats().otherPipes().pause()).isEqualTo(PauseCause.UNKNOWN_PIPE);
		this.fixture.respondWith(200);
		publishToAll(3);
		this.fixture.advance(MINUTES);
		assertThat(this.fixture.publisher.stats("pipe-2")).isNull();
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheServiceHasRefusedABatchAsTooLargeThenThePipeIsNotForgotten() {
		publishToAll(2);
		this.fixture.respondWith((request) -> ScriptedClient
			.response((request.numbers().size() > 5 && request.index() == 3) ? 413 : 200));
		this.fixture.publish("pipe-2", 0, 10);
		this.fixture.advance(Duration.ofHours(1));
		assertThat(this.fixture.stats("pipe-2").requests().split()).isOne();
		assertThat(this.fixture.stats("pipe-2").delivered()).isEqualTo(10);
	}

	@Test
	void whenARequestIsInFlightThenThePipeIsNotForgotten() {
		PublisherFixture patient = new PublisherFixture(
				(builder) -> builder.deliveryTimeout(Duration.ofDays(2)).requestTimeout(Duration.ofDays(1)), LIMITS)
			.respondWith((request) -> Mono.never());
		for (int pipe = 0; pipe < 10; pipe++) {
			patient.publish("pipe-" + pipe, pipe, pipe + 1);
		}
		patient.advance(Duration.ofHours(1));
		assertThat(patient.stats("pipe-9").inFlight()).isOne();
		assertThat(patient.stats("pipe-9").buffered()).isOne();
	}

	@Test
	void whenAllOthersAreForgottenThenNoTimerIsLeft() {
		publishToAll(5);
		this.fixture.advance(MINUTES);
		assertThat(this.fixture.loop.waiting()).isZero();
	}

	@Test
	void whenThePublisherIsStoppedAndStartedThenForgottenPipesStayInTheTotals() {
		publishToAll(50);
		this.fixture.stop();
		this.fixture.advance(MINUTES);
		this.fixture.publisher.start();
		publishToAll(50);
		assertThat(this.fixture.publisher.stats().total(PipeStats::delivered)).isEqualTo(100);
		this.fixture.assertAccounting();
	}

	@Test
	void whenThePublisherIsStoppedAndStartedThenAPauseOfAPipeWithoutRecordsIsOver() {
		this.fixture.respondWith((request) -> ScriptedClient.response(404));
		publishToAll(3);
		this.fixture.advance(Duration.ofHours(1));
		this.fixture.stop();
		this.fixture.advance(MINUTES);
		this.fixture.publisher.start();
		this.fixture.respondWith(200);
		publishToAll(3);
		assertThat(this.fixture.stats("pipe-2").pause()).isNull();
		assertThat(this.fixture.arrived).hasSize(3);
		this.fixture.assertAccounting();
	}

	@Test
	void whenVeryManyPipesArePausedAndHoldNothingThenTheOldestPausesAreForgotten() {
		int pipes = 10_200;
		this.fixture.respondWith((request) -> ScriptedClient.response(404));
		for (int pipe = 0; pipe < pipes; pipe++) {
			this.fixture.publish("pipe-" + pipe, pipe, pipe + 1);
		}
		this.fixture.advance(Duration.ofHours(1));
		assertThat(known(pipes)).isBetween(10_000L, 10_002L);
		assertThat(this.fixture.publisher.stats().total(PipeStats::rejected)).isEqualTo(pipes);
		this.fixture.assertAccounting();
	}

	private void publishToAll(int pipes) {
		for (int pipe = 0; pipe < pipes; pipe++) {
			this.fixture.publish("pipe-" + pipe, pipe, pipe + 1);
			if (pipe % 2 == 0) {
				this.fixture.advance(Duration.ofMillis(150));
			}
		}
		this.fixture.advance(Duration.ofMillis(150));
	}

	private long known(int pipes) {
		return known(this.fixture, pipes);
	}

	private static long known(PublisherFixture fixture, int pipes) {
		return IntStream.range(0, pipes).filter((pipe) -> fixture.publisher.stats("pipe-" + pipe) != null).count();
	}

}
