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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import com.batchpipe.client.RawJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the exact limit of the buffer: 1031 bytes are 64 records of 15 bytes and a
 * separator, plus one byte for each of their 7 batches.
 */
class OverflowTests {

	private static final RawJson RECORD = RawJson.of("{\"n\":123456789}");

	private static final int FITS = 64;

	private static final int BUFFER_SIZE = 1031;

	@Test
	void whenPolicyIsFailThenTheFirstRecordBeyondTheBoundFails() {
		PublisherFixture fixture = full(OverflowPolicy.FAIL);
		assertThatExceptionOfType(BufferFullException.class).isThrownBy(() -> fixture.publisher.publish(RECORD));
		assertThat(fixture.publisher.tryPublish(RECORD)).isFalse();
		assertThat(fixture.stats().accepted()).isEqualTo(FITS);
		assertThat(fixture.publisher.stats().bufferedBytes()).isEqualTo(BUFFER_SIZE);
		fixture.assertAccounting();
	}

	@Test
	void whenPolicyIsDropNewestThenTheRecordIsHandedBack() {
		PublisherFixture fixture = full(OverflowPolicy.DROP_NEWEST);
		fixture.publisher.publish(RECORD);
		assertThat(fixture.stats().dropped()).isOne();
		assertThat(fixture.handedBack).singleElement()
			.satisfies((record) -> assertThat(record.jsonText()).isEqualTo("{\"n\":123456789}"));
		fixture.assertAccounting();
	}

	@Test
	void whenReadyJsonIsDroppedThenItIsHandedBackWithoutWhitespaceAroundIt() {
		PublisherFixture fixture = full(OverflowPolicy.DROP_NEWEST);
		fixture.publisher.publish(RawJson.of(" \t\r\n{ \"a\": {} }\n "));
		assertThat(fixture.handedBack).singleElement()
			.satisfies((record) -> assertThat(record.jsonText()).isEqualTo("{ \"a\": {} }"));
		fixture.assertAccounting();
	}

	@Test
	void whenPolicyIsDropOldestThenAFullBatchNotInFlightIsDropped() {
		PublisherFixture fixture = full(OverflowPolicy.DROP_OLDEST);
		fixture.publisher.publish(RECORD);
		assertThat(fixture.stats().dropped()).isEqualTo(10);
		assertThat(fixture.stats().buffered()).isEqualTo(FITS - 10 + 1);
		assertThat(fixture.handedBack).allMatch((record) -> record.reason() == UndeliveredReason.OVERFLOW);
		fixture.assertAccounting();
	}

	@Test
	void whenPolicyIsBlockThenThereIsABound() {
		PublisherFixture fixture = full(OverflowPolicy.BLOCK);
		assertThatExceptionOfType(BufferFullException.class).isThrownBy(() -> fixture.publisher.publish(RECORD));
		assertThat(fixture.publisher.stats().waiters()).isZero();
		fixture.assertAccounting();
	}

	@Test
	void whenInterruptedWhileBlockedThenTheRecordIsNotAccepted() {
		PublisherFixture fixture = full(OverflowPolicy.BLOCK);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(BufferFullException.class).isThrownBy(() -> fixture.publisher.publish(RECORD));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(fixture.stats().accepted()).isEqualTo(FITS);
	}

	@Test
	void whenOnEventLoopThenItIsNeverBlocked() {
		PublisherFixture fixture = full(OverflowPolicy.BLOCK, Duration.ofDays(1));
		StepVerifier
			.create(Mono.fromRunnable(() -> fixture.publisher.publish(RECORD)).subscribeOn(Schedulers.parallel()))
			.expectError(BufferFullException.class)
			.verify(Duration.ofSeconds(5));
	}

	@Test
	void whenASecondPipeIsUsedThenNoneHoldsMoreThanHalf() {
		PublisherFixture fixture = fixture(OverflowPolicy.FAIL, Duration.ZERO);
		fixture.publisher.publish("b", RECORD);
		for (int i = 0; i < FITS / 2; i++) {
			fixture.publisher.publish(RECORD);
		}
		assertThat(fixture.publisher.tryPublish(RECORD)).isFalse();
		assertThat(fixture.publisher.tryPublish("b", RECORD)).isTrue();
	}

	@Test
	void whenSendingAllThenNoMoreIsRequestedThanFits() {
		PublisherFixture fixture = fixture(OverflowPolicy.FAIL, Duration.ZERO);
		long[] requested = new long[1];
		StepVerifier
			.create(fixture.publisher
				.sendAll(Flux.range(0, 1000).<Object>map((n) -> RECORD).doOnRequest((n) -> requested[0] += n)))
			.then(() -> assertThat(requested[0]).isBetween((long) FITS, FITS + 32L))
			.then(() -> fixture.respondWith(200))
			.then(() -> fixture.advance(Duration.ofMinutes(1)))
			.assertNext((summary) -> assertThat(summary).isEqualTo(new BatchPipePublisher.SendSummary(1000, 1000)))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		fixture.assertAccounting();
	}

	@Test
	void whenSendingMonoThenItWaitsForRoomWithoutAThread() {
		PublisherFixture fixture = full(OverflowPolicy.FAIL);
		StepVerifier.create(fixture.publisher.sendMono(RECORD))
			.then(() -> assertThat(fixture.publisher.stats().waiters()).isOne())
			.then(() -> fixture.respondWith(200))
			.then(() -> fixture.advance(Duration.ofMinutes(1)))
			.assertNext((receipt) -> assertThat(receipt.status()).isEqualTo(200))
			.expectComplete()
			.verify(Duration.ofSeconds(5));
		fixture.assertAccounting();
	}

	@Test
	void whenCancelledWhileWaitingForRoomThenNeitherRecordNorRoomIsTaken() {
		PublisherFixture fixture = full(OverflowPolicy.FAIL);
		Disposable waiting = fixture.publisher.sendMono(RECORD).subscribe();
		assertThat(fixture.publisher.stats().waiters()).isOne();
		waiting.dispose();
		assertThat(fixture.publisher.stats().waiters()).isZero();
		fixture.respondWith(200);
		fixture.advance(Duration.ofMinutes(1));
		assertThat(fixture.stats().accepted()).isEqualTo(FITS);
		assertThat(fixture.publisher.stats().bufferedBytes()).isZero();
		fixture.assertAccounting();
	}

	@Test
	void whenSendingAllIsCancelledWhileWaitingForRoomThenTheRoomIsFree() {
		PublisherFixture fixture = full(OverflowPolicy.FAIL);
		fixture.publisher.sendAll(Flux.range(0, 1000).map((n) -> RECORD)).subscribe().dispose();
		fixture.respondWith(200);
		fixture.advance(Duration.ofMinutes(1));
		assertThat(fixture.publisher.stats().bufferedBytes()).isZero();
		fixture.assertAccounting();
	}

	@Test
	void whenFlushedThenOnlyEarlierRecordsAreWaitedFor() {
		PublisherFixture fixture = new PublisherFixture();
		IntStream.range(0, 5).forEach((n) -> fixture.publisher.publish(Map.of("n", n)));
		assertThat(fixture.publisher.flush(Duration.ZERO)).isEqualTo(new FlushResult(0, 0, 5));
		fixture.loop.run();
		assertThat(fixture.arrived).containsExactlyElementsOf(List.of(0, 1, 2, 3, 4));
		assertThat(fixture.publisher.flush(Duration.ZERO).complete()).isTrue();
		assertThat(fixture.stats().sealedByFlush()).isOne();
	}

	@Test
	void whenRecordIsTooLargeThenItIsNotAccepted() {
		PublisherFixture fixture = fixture(OverflowPolicy.FAIL, Duration.ZERO);
		assertThatExceptionOfType(RecordTooLargeException.class)
			.isThrownBy(() -> fixture.publisher.publish(Map.of("n", "x".repeat(60))))
			.satisfies((ex) -> assertThat(ex.size()).isEqualTo(68));
	}

	private static PublisherFixture full(OverflowPolicy overflow) {
		return full(overflow, Duration.ofMillis(10));
	}

	private static PublisherFixture full(OverflowPolicy overflow, Duration maxBlock) {
		PublisherFixture fixture = fixture(overflow, maxBlock);
		for (int i = 0; i < FITS; i++) {
			fixture.publisher.publish(RECORD);
		}
		fixture.loop.run();
		return fixture;
	}

	private static PublisherFixture fixture(OverflowPolicy overflow, Duration maxBlock) {
		return new PublisherFixture((builder) -> builder.maxBatchSize(512)
			.maxRecordSize(64)
			.maxInFlight(1)
			.maxBufferSize(BUFFER_SIZE)
			.overflow(overflow)
			.maxBlock(maxBlock)
			.recordMapper(tools.jackson.databind.json.JsonMapper.shared())).respondWith((request) -> Mono.never());
	}

}
