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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchResult.Undelivered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for collections of callers that keep the records and retry them themselves.
 */
@Timeout(60)
class SendBatchWithoutRetriesTests {

	private static final BatchOptions UNRETRIED = BatchOptions.none().withoutRetries();

	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void whenTheCallerRetriesThenAFailedCollectionIsReturnedAtOnce() {
		this.fixture.respondWith(500);
		BatchResult result = sendUnretried(this.fixture, 0, 25).getNow(null);
		assertThat(result.undelivered()).containsExactly(new Undelivered(0, 25, UndeliveredReason.RETURNED, 500));
		assertThat(result.retryAfter()).isPositive();
		assertThat(this.fixture.requests).hasSizeLessThanOrEqualTo(3);
		assertThat(this.fixture.stats().returned()).isEqualTo(25);
		assertThat(this.fixture.handedBack).isEmpty();
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheCallerRetriesThenItIsToldHowLongTheServiceAsksToWait() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? 429 : 200, "30"));
		BatchResult result = sendUnretried(this.fixture, 0, 10).getNow(null);
		assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(30));
		this.fixture.advance(Duration.ofSeconds(10));
		BatchResult early = sendUnretried(this.fixture, 0, 10).getNow(null);
		assertThat(early.undelivered()).containsExactly(new Undelivered(0, 10, UndeliveredReason.RETURNED, null));
		assertThat(early.retryAfter()).isEqualTo(Duration.ofSeconds(20));
		assertThat(this.fixture.requests).hasSize(1);
		this.fixture.advance(Duration.ofSeconds(20));
		assertThat(sendUnretried(this.fixture, 0, 10).join().isComplete()).isTrue();
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheCallerRetriesThenWhatWaitsIsReturnedAsSoonAsAnotherPipeIsRefusedTheKey() {
		PublisherFixture narrow = new PublisherFixture((builder) -> builder.maxBatchRecords(10).maxInFlight(1));
		Sinks.One<BatchPipeResponse> first = Sinks.one();
		narrow.respondWith((request) -> first.asMono());
		CompletableFuture<BatchResult> waiting = sendUnretried(narrow, 0, 20);
		CompletableFuture<BatchResult> other = narrow.publisher.sendBatch("pipe-b", records(20, 30), UNRETRIED);
		narrow.respondWith(401);
		narrow.publish("pipe-c", 30, 31);
		narrow.advance(Duration.ofMillis(50));
		first.emitValue(BatchPipeResponse.of(BatchPipeOperation.INGEST, 200, null), Sinks.EmitFailureHandler.FAIL_FAST);
		narrow.advance(Duration.ofMillis(1));
		assertThat(waiting.getNow(null)).isNotNull();
		assertThat(waiting.join().undelivered())
			.containsExactly(new Undelivered(10, 20, UndeliveredReason.RETURNED, null));
		assertThat(waiting.join().retryAfter()).isPositive();
		assertThat(other.getNow(null)).isNotNull();
	}

	@Test
	void whenAProbeIsRefusedTheKeyAgainThenWhatArrivedMeanwhileIsReturned() {
		this.fixture.respondWith(401);
		this.fixture.publish("pipe-a", 0, 1);
		this.fixture.advance(Duration.ofSeconds(1));
		Sinks.One<BatchPipeResponse> probe = Sinks.one();
		this.fixture.respondWith((request) -> probe.asMono());
		this.fixture.advance(Duration.ofSeconds(30));
		CompletableFuture<BatchResult> arrived = this.fixture.publisher.sendBatch("pipe-b", records(1, 10), UNRETRIED);
		this.fixture.loop.run();
		assertThat(arrived).isNotDone();
		probe.emitValue(BatchPipeResponse.of(BatchPipeOperation.INGEST, 401, null), Sinks.EmitFailureHandler.FAIL_FAST);
		this.fixture.advance(Duration.ofMillis(1));
		assertThat(arrived).isDone();
		assertThat(arrived.join().retryAfter()).isPositive();
	}

	@Test
	void whenTheRetryTimeoutIsLongerThanAnyTimeThenTheDeliveryTimeoutApplies() {
		this.fixture.respondWith(500);
		CompletableFuture<BatchResult> result = sendRetriedFor(Duration.ofSeconds(Long.MAX_VALUE), 0, 10);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(result).isNotDone();
		this.fixture.advance(Duration.ofMinutes(2));
		assertThat(result.join().undelivered()).hasSize(1);
	}

	@Test
	void whenTheCallerRetriesThenInvalidRecordsAreStillFound() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.numbers().contains(7)) ? 400 : 200));
		CompletableFuture<BatchResult> result = sendUnretried(this.fixture, 0, 10);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(result.join()).isEqualTo(new BatchResult(PublisherFixture.PIPE, 9,
				List.of(new Undelivered(7, 8, UndeliveredReason.INVALID, 400))));
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheSearchForInvalidRecordsFailsThenTheRestIsReturned() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? 400 : 500));
		BatchResult result = sendUnretried(this.fixture, 0, 10).getNow(null);
		assertThat(result.undelivered()).containsExactly(new Undelivered(0, 10, UndeliveredReason.RETURNED, 500));
		this.fixture.assertAccounting();
	}

	@Test
	void whenThereIsARetryTimeoutThenTheSearchForInvalidRecordsContinuesAfterAFailure() {
		this.fixture.respondWith((request) -> ScriptedClient
			.response((request.index() % 2 == 0) ? 503 : (request.numbers().contains(7)) ? 400 : 200));
		CompletableFuture<BatchResult> result = sendRetriedFor(Duration.ofMinutes(1), 0, 10);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(result.join()).isEqualTo(new BatchResult(PublisherFixture.PIPE, 9,
				List.of(new Undelivered(7, 8, UndeliveredReason.INVALID, 400))));
		assertThat(this.fixture.stats().returned()).isZero();
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheNextAttemptWouldBeginAfterTheRetryTimeoutThenRecordsAreReturned() {
		this.fixture.respondWith((request) -> ScriptedClient.response(429, "2"));
		CompletableFuture<BatchResult> result = sendRetriedFor(Duration.ofSeconds(5), 0, 10);
		this.fixture.advance(Duration.ofMillis(3900));
		assertThat(result).isNotDone();
		this.fixture.advance(Duration.ofMillis(200));
		assertThat(result.join().undelivered())
			.containsExactly(new Undelivered(0, 10, UndeliveredReason.RETURNED, 429));
		assertThat(result.join().retryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.fixture.requests).hasSize(3);
		this.fixture.assertAccounting();
	}

	@Test
	void whenAPauseIsLongerThanTheRetryTimeoutThenWaitingRecordsAreReturned() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? 429 : 200, "30"));
		assertThat(sendUnretried(this.fixture, 0, 10)).isDone();
		assertThat(sendRetriedFor(Duration.ofSeconds(29), 10, 20)).isDone();
		CompletableFuture<BatchResult> waiting = sendRetriedFor(Duration.ofSeconds(31), 20, 30);
		assertThat(waiting).isNotDone();
		this.fixture.advance(Duration.ofSeconds(31));
		assertThat(waiting.join().isComplete()).isTrue();
	}

	@Test
	void whenTheOrderIsStrictThenNothingOvertakesWhatIsReturned() {
		PublisherFixture strict = new PublisherFixture(
				(builder) -> builder.maxBatchRecords(10).ordering(RecordOrdering.STRICT));
		strict.respondWith((request) -> ScriptedClient.response((request.index() == 2) ? 500 : 200));
		CompletableFuture<BatchResult> failing = sendUnretried(strict, 0, 35);
		CompletableFuture<BatchResult> next = sendUnretried(strict, 35, 40);
		strict.advance(Duration.ofSeconds(1));
		assertThat(failing.join().delivered()).isEqualTo(10);
		assertThat(failing.join().undelivered()).containsExactly(
				new Undelivered(10, 20, UndeliveredReason.RETURNED, 500),
				new Undelivered(20, 35, UndeliveredReason.RETURNED, null));
		assertThat(failing.join().retryAfter()).isPositive();
		assertThat(next.join().isComplete()).isTrue();
		assertThat(strict.requests).hasSize(3);
		strict.assertAccounting();
	}

	@Test
	void whenTheOrderIsStrictThenNothingOvertakesWhatIsUndecided() {
		PublisherFixture strict = new PublisherFixture(
				(builder) -> builder.maxBatchRecords(50).maxBisectRequests(6).ordering(RecordOrdering.STRICT));
		strict.respondWith((request) -> ScriptedClient
			.response((request.numbers().contains(20) || request.numbers().contains(40)) ? 400 : 200));
		CompletableFuture<BatchResult> result = sendUnretried(strict, 0, 120);
		strict.advance(Duration.ofMinutes(1));
		assertThat(result.join().undelivered()).extracting(Undelivered::reason)
			.contains(UndeliveredReason.UNDECIDED)
			.endsWith(UndeliveredReason.RETURNED);
		assertThat(strict.arrived).allMatch((n) -> n < 50);
		strict.assertAccounting();
	}

	@Test
	void whenTheOrderIsStrictAndRecordsAreRejectedThenTheOthersAreStillSent() {
		PublisherFixture strict = new PublisherFixture(
				(builder) -> builder.maxBatchRecords(10).ordering(RecordOrdering.STRICT));
		strict.respondWith((request) -> ScriptedClient.response((request.numbers().contains(7)) ? 400 : 200));
		CompletableFuture<BatchResult> result = sendUnretried(strict, 0, 35);
		strict.advance(Duration.ofMinutes(1));
		assertThat(result.join()).isEqualTo(new BatchResult(PublisherFixture.PIPE, 34,
				List.of(new Undelivered(7, 8, UndeliveredReason.INVALID, 400))));
		strict.assertAccounting();
	}

	@Test
	void whenTheCallerRetriesThenAStopReturnsWhatIsBuffered() {
		this.fixture.respondWith((request) -> Mono.never());
		CompletableFuture<BatchResult> result = sendUnretried(this.fixture, 0, 25);
		this.fixture.stop();
		this.fixture.advance(Duration.ofSeconds(11));
		assertThat(result.join().undelivered())
			.containsExactly(new Undelivered(0, 25, UndeliveredReason.RETURNED, null));
		assertThat(this.fixture.handedBack).isEmpty();
	}

	@Test
	void whenTheCallerKnowsTheIdentifiersThenTheyAreSent() {
		PublisherFixture identified = new PublisherFixture((builder) -> builder.recordIdField("id"));
		List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID());
		assertThat(identified.publisher.sendBatch(PublisherFixture.PIPE,
				List.of(Map.of("n", 0), RawJson.of("{\"n\":1}")), BatchOptions.none().withRecordIds(ids::get)))
			.isNotNull();
		identified.loop.run();
		assertThat(new String(identified.requests.get(0).body(), StandardCharsets.UTF_8))
			.isEqualTo("[{\"id\":\"%s\",\"n\":0},{\"id\":\"%s\",\"n\":1}]".formatted(ids.get(0), ids.get(1)));
	}

	private CompletableFuture<BatchResult> sendRetriedFor(Duration retryTimeout, int from, int to) {
		return send(this.fixture, BatchOptions.none().withRetryTimeout(retryTimeout), from, to);
	}

	private static CompletableFuture<BatchResult> sendUnretried(PublisherFixture fixture, int from, int to) {
		return send(fixture, UNRETRIED, from, to);
	}

	private static CompletableFuture<BatchResult> send(PublisherFixture fixture, BatchOptions options, int from,
			int to) {
		CompletableFuture<BatchResult> result = fixture.publisher.sendBatch(PublisherFixture.PIPE, records(from, to),
				options);
		fixture.loop.run();
		return result;
	}

	private static List<Map<String, Integer>> records(int from, int to) {
		return IntStream.range(from, to).mapToObj((n) -> Map.of("n", n)).toList();
	}

}
