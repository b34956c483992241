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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import com.batchpipe.publisher.BatchResult.Undelivered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for collections that are sent as a unit while the buffer is full.
 */
@Timeout(60)
class SendBatchOverflowTests {

	/**
	 * The size of the buffer, which has room for two collections of 80 records but not
	 * for three.
	 */
	private static final int BUFFER = 2048;

	@Test
	void whenCollectionNeedsMoreThanHalfOfTheBufferThenItIsRefusedWithTheReason() {
		PublisherFixture small = small(OverflowPolicy.BLOCK);
		assertThatIllegalArgumentException().isThrownBy(() -> send(small, 0, 200))
			.withMessageContaining("more than half of the buffer's 2048");
		StepVerifier.create(small.publisher.sendBatchMono(records(0, 200)))
			.expectError(IllegalArgumentException.class)
			.verify(Duration.ofSeconds(10));
		assertThat(small.publisher.stats().bufferedBytes()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "BLOCK", "FAIL" })
	void whenThereIsNoRoomThenNothingOfTheCollectionIsAccepted(OverflowPolicy overflow) {
		PublisherFixture full = full(overflow);
		assertThatExceptionOfType(BufferFullException.class).isThrownBy(() -> send(full, 200, 280));
		assertThat(full.stats().accepted()).isEqualTo(160);
		assertThat(full.stats().buffered()).isEqualTo(160);
		full.respondWith(200);
		full.advance(Duration.ofMinutes(1));
		assertThat(full.arrived).containsExactlyInAnyOrderElementsOf(numbers(0, 160));
		full.assertAccounting();
	}

	@Test
	void whenTheNewestIsDroppedThenItIsAllOfTheCollection() {
		PublisherFixture full = full(OverflowPolicy.DROP_NEWEST);
		assertThat(send(full, 200, 280).join().undelivered())
			.containsExactly(new Undelivered(0, 80, UndeliveredReason.OVERFLOW, null));
		assertThat(full.handedBackNumbers()).isEqualTo(numbers(200, 280));
		full.assertAccounting();
	}

	@Test
	void whenTheOldestIsDroppedThenItsResultSaysSo() {
		PublisherFixture full = small(OverflowPolicy.DROP_OLDEST);
		full.respondWith(503);
		List<CompletableFuture<BatchResult>> results = List.of(send(full, 0, 80), send(full, 80, 160),
				send(full, 160, 240));
		full.respondWith(200);
		full.advance(Duration.ofMinutes(1));
		List<BatchResult> ended = results.stream().map(CompletableFuture::join).toList();
		assertThat(ended.get(2).isComplete()).isTrue();
		assertThat(ended.stream().flatMap((result) -> result.undelivered().stream())).isNotEmpty()
			.allMatch((part) -> part.reason() == UndeliveredReason.OVERFLOW);
		full.assertAccounting();
	}

	@Test
	void whenTheCallerRetriesThenItsCollectionDisplacesNothing() {
		PublisherFixture full = full(OverflowPolicy.DROP_OLDEST);
		CompletableFuture<BatchResult> result = full.publisher.sendBatch(PublisherFixture.PIPE, records(200, 280),
				BatchOptions.none().withoutRetries());
		full.loop.run();
		assertThat(result.getNow(null).undelivered())
			.containsExactly(new Undelivered(0, 80, UndeliveredReason.RETURNED, null));
		assertThat(full.stats().buffered()).isEqualTo(160);
		assertThat(full.stats().dropped()).isZero();
		full.assertAccounting();
	}

	@Test
	void whenThereIsNoRoomThenTheMonoWaitsForIt() {
		PublisherFixture full = full(OverflowPolicy.FAIL);
		List<BatchResult> results = new ArrayList<>();
		full.publisher.sendBatchMono(PublisherFixture.PIPE, records(200, 280)).subscribe(results::add);
		full.advance(Duration.ofSeconds(1));
		assertThat(full.stats().accepted()).isEqualTo(160);
		full.respondWith(200);
		full.advance(Duration.ofMinutes(1));
		assertThat(results).containsExactly(new BatchResult(PublisherFixture.PIPE, 80, List.of()));
		full.assertAccounting();
	}

	@Test
	void whenTheWaitIsCancelledThenNothingIsAccepted() {
		PublisherFixture full = full(OverflowPolicy.FAIL);
		Disposable waiting = full.publisher.sendBatchMono(records(200, 280)).subscribe();
		waiting.dispose();
		full.respondWith(200);
		full.advance(Duration.ofMinutes(1));
		assertThat(full.arrived).containsExactlyInAnyOrderElementsOf(numbers(0, 160));
		assertThat(full.publisher.stats().bufferedBytes()).isZero();
	}

	private static PublisherFixture small(OverflowPolicy overflow) {
		return new PublisherFixture((builder) -> builder.overflow(overflow)
			.maxBlock(Duration.ZERO)
			.maxInFlight(1)
			.maxRecordSize(100)
			.maxBatchSize(BUFFER / 2)
			.maxBatchRecords(100)
			.maxBufferSize(BUFFER));
	}

	/**
	 * Return a publisher whose buffer is filled with two collections of 80 records.
	 */
	private static PublisherFixture full(OverflowPolicy overflow) {
		PublisherFixture full = small(overflow);
		full.respondWith(503);
		assertThat(send(full, 0, 80)).isNotDone();
		assertThat(send(full, 80, 160)).isNotDone();
		return full;
	}

	private static CompletableFuture<BatchResult> send(PublisherFixture fixture, int from, int to) {
		CompletableFuture<BatchResult> result = fixture.publisher.sendBatch(records(from, to));
		fixture.loop.run();
		return result;
	}

	private static List<Map<String, Integer>> records(int from, int to) {
		return IntStream.range(from, to).mapToObj((n) -> Map.of("n", n)).toList();
	}

	private static List<Integer> numbers(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

}
