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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.PublisherFixture.Request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for collections that are sent as a unit.
 */
@Timeout(60)
class SendBatchTests {

	private static final BatchOptions SETTLED_BY_CALLER = BatchOptions.none().withoutUndeliveredRecordHandler();

	private final PublisherFixture fixture = new PublisherFixture();

	@Test
	void whenCollectionIsSentThenItGoesAtOnceAsABatchOfItsOwn() {
		this.fixture.publish(0, 3);
		CompletableFuture<BatchResult> result = send(this.fixture, 10, 15);
		assertThat(sent(this.fixture)).containsExactly(numbers(10, 15));
		assertThat(result).isCompletedWithValue(new BatchResult(PublisherFixture.PIPE, 5, List.of()));
		this.fixture.advance(Duration.ofMillis(50));
		assertThat(sent(this.fixture)).containsExactly(numbers(10, 15), numbers(0, 3));
		this.fixture.assertAccounting();
	}

	@Test
	void whenOrderIsStrictThenRecordsBeforeTheCollectionGoFirst() {
		PublisherFixture strict = new PublisherFixture((builder) -> builder.ordering(RecordOrdering.STRICT));
		strict.publish(0, 3);
		CompletableFuture<BatchResult> result = send(strict, 10, 25);
		strict.publish(30, 31);
		strict.advance(Duration.ofMillis(50));
		assertThat(sent(strict)).containsExactly(numbers(0, 3), numbers(10, 20), numbers(20, 25), numbers(30, 31));
		assertThat(result.join().isComplete()).isTrue();
		strict.assertAccounting();
	}

	@Test
	void whenCollectionExceedsTheNumberOfRecordsThenItIsCut() {
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 25);
		assertThat(sent(this.fixture)).containsExactlyInAnyOrder(numbers(0, 10), numbers(10, 20), numbers(20, 25));
		assertThat(result.join().delivered()).isEqualTo(25);
		this.fixture.assertAccounting();
	}

	@Test
	void whenCollectionExceedsTheSizeOfABatchThenItIsCut() {
		PublisherFixture small = new PublisherFixture(
				(builder) -> builder.maxRecordSize(50).maxBatchSize(60).maxBatchRecords(1000));
		CompletableFuture<BatchResult> result = send(small, 100, 200);
		assertThat(small.requests).allMatch((request) -> request.body().length <= 60)
			.filteredOn((request) -> request.body().length < 40)
			.hasSizeLessThanOrEqualTo(1);
		assertThat(result.join().delivered()).isEqualTo(100);
		small.assertAccounting();
	}

	@Test
	void whenCollectionIsEmptyThenNothingIsSent() {
		assertThat(send(this.fixture, 0, 0)).isCompletedWithValue(new BatchResult(PublisherFixture.PIPE, 0, List.of()));
		StepVerifier.create(this.fixture.publisher.sendBatchMono(List.of()))
			.expectNext(new BatchResult(PublisherFixture.PIPE, 0, List.of()))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.fixture.requests).isEmpty();
	}

	@Test
	void whenRecordsAreInvalidThenTheResultNamesThemAndTheOthersAreDelivered() {
		this.fixture.respondWith((request) -> ScriptedClient
			.response((request.numbers().contains(13) || request.numbers().contains(27)) ? 400 : 200));
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 40);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(result.join().undelivered()).containsExactly(new Undelivered(13, 14, UndeliveredReason.INVALID, 400),
				new Undelivered(27, 28, UndeliveredReason.INVALID, 400));
		assertThat(result.join().delivered()).isEqualTo(38);
		assertThat(this.fixture.handedBackNumbers()).containsExactly(13, 27);
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheCallerSettlesThenTheHandlerGetsNothing() {
		this.fixture.respondWith((request) -> ScriptedClient.response(request.numbers().contains(13) ? 400 : 200));
		CompletableFuture<BatchResult> result = this.fixture.publisher.sendBatch(PublisherFixture.PIPE, records(0, 40),
				SETTLED_BY_CALLER);
		this.fixture.loop.run();
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(result.join().undelivered())
			.containsExactly(new Undelivered(13, 14, UndeliveredReason.INVALID, 400));
		assertThat(this.fixture.handedBack).isEmpty();
		assertThat(this.fixture.stats().rejected()).isOne();
	}

	@Test
	void whenBatchesAreTooLargeThenTheyAreSplit() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.numbers().size() > 3) ? 413 : 200));
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 20);
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(result.join()).isEqualTo(new BatchResult(PublisherFixture.PIPE, 20, List.of()));
		this.fixture.assertAccounting();
	}

	@Test
	void whenBatchesWereTooLargeThenTheNextCollectionIsCutSmaller() {
		PublisherFixture large = new PublisherFixture((builder) -> builder.maxRecordSize(100).maxBatchRecords(1000));
		large.respondWith((request) -> ScriptedClient.response((request.body().length > 1200) ? 413 : 200));
		send(large, 100, 300);
		large.advance(Duration.ofMinutes(1));
		long split = large.stats().requests().split();
		assertThat(split).isPositive();
		send(large, 300, 450);
		large.advance(Duration.ofMinutes(1));
		assertThat(large.stats().requests().split()).isEqualTo(split);
		large.assertAccounting();
	}

	@Test
	void whenTheServiceAsksToWaitThenTheCollectionWaits() {
		this.fixture.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? 429 : 200, "30"));
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 10);
		this.fixture.advance(Duration.ofSeconds(29));
		assertThat(result).isNotDone();
		this.fixture.advance(Duration.ofSeconds(2));
		assertThat(result.join().isComplete()).isTrue();
		assertThat(this.fixture.requests).hasSize(2);
	}

	@Test
	void whenTheServiceIsDownThenAllOfTheCollectionExpires() {
		this.fixture.respondWith(503);
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 25);
		this.fixture.advance(Duration.ofMinutes(3));
		BatchResult expired = result.join();
		assertThat(expired.delivered()).isZero();
		assertThat(expired.undeliveredCount()).isEqualTo(25);
		assertThat(expired.undelivered()).allMatch((part) -> part.reason() == UndeliveredReason.EXPIRED);
		assertThat(this.fixture.handedBackNumbers()).isEqualTo(numbers(0, 25));
		this.fixture.assertAccounting();
	}

	@Test
	void whenThePublisherStopsThenTheResultSaysSo() {
		this.fixture.respondWith((request) -> Mono.never());
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 25);
		this.fixture.stop();
		this.fixture.advance(Duration.ofSeconds(11));
		assertThat(result.join().undelivered())
			.containsExactly(new Undelivered(0, 25, UndeliveredReason.STOPPED, null));
		this.fixture.assertAccounting();
	}

	@Test
	void whenThePublisherIsClosedThenTheCollectionIsNotAccepted() {
		this.fixture.publish(0, 1);
		this.fixture.stop();
		this.fixture.advance(Duration.ofSeconds(11));
		assertThatExceptionOfType(PublisherClosedException.class).isThrownBy(() -> send(this.fixture, 0, 25));
		assertThat(this.fixture.stats().accepted()).isOne();
		this.fixture.assertAccounting();
	}

	@Test
	void whenARecordCannotBeWrittenThenItIsNamedAndNothingIsAccepted() {
		List<Object> records = new ArrayList<>(records(0, 25));
		records.set(13, "no object");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.publisher.sendBatch(records).join())
			.withMessage("'records[13]' must not be a String. Use RawJson.of(...) for encoded JSON");
		records.set(13, null);
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.publisher.sendBatch(records).join())
			.withMessage("'records[13]' must not be null");
		records.set(13, RawJson.of("{\"n\":\"" + "x".repeat(256 * 1024) + "\"}"));
		assertThatExceptionOfType(RecordTooLargeException.class)
			.isThrownBy(() -> this.fixture.publisher.sendBatch(records).join())
			.withMessageStartingWith("The JSON of 'records[13]' is 262152 bytes long");
		assertThatIllegalArgumentException().isThrownBy(() -> this.fixture.publisher.sendBatch((Collection<?>) null))
			.withMessage("'records' must not be null");
		this.fixture.advance(Duration.ofMinutes(1));
		assertThat(this.fixture.requests).isEmpty();
		assertThat(this.fixture.publisher.stats().bufferedBytes()).isZero();
	}

	@Test
	void whenJsonIsReadyThenTheBodyHasItAsItIs() {
		sendAll(this.fixture, List.of(RawJson.of(" {\"n\": 1}"), RawJson.of("{\"n\":2.50}\n")));
		assertThat(this.fixture.requests).singleElement()
			.extracting((request) -> new String(request.body()))
			.isEqualTo("[{\"n\": 1},{\"n\":2.50}]");
	}

	@Test
	void whenRecordsGetIdsThenEachOfTheCollectionHasOne() {
		PublisherFixture identified = new PublisherFixture((builder) -> builder.recordIdField("id"));
		sendAll(identified, List.of(RawJson.of("{\"n\":1}"), Map.of("n", 2)));
		assertThat(identified.requests).singleElement()
			.extracting((request) -> new String(request.body()))
			.asString()
			.matches("\\[\\{\"id\":\"[^\"]{36}\",\"n\":1},\\{\"id\":\"[^\"]{36}\",\"n\":2}]");
	}

	@Test
	void whenPublisherIsFlushedThenCollectionsCount() {
		this.fixture.respondWith((request) -> ScriptedClient.response(request.numbers().contains(7) ? 400 : 429, "5"));
		CompletableFuture<BatchResult> result = send(this.fixture, 0, 10);
		List<FlushResult> flushed = new ArrayList<>();
		this.fixture.publisher.flushMono(Duration.ofMinutes(1)).subscribe(flushed::add);
		assertThat(flushed).isEmpty();
		this.fixture.respondWith((request) -> ScriptedClient.response(request.numbers().contains(7) ? 400 : 200));
		this.fixture.advance(Duration.ofSeconds(30));
		assertThat(result).isDone();
		assertThat(flushed).containsExactly(new FlushResult(9, 1, 0));
	}

	@Test
	void whenCollectionsComeLaterThanASingleRecordThenTheRecordExpiresFirst() {
		this.fixture.respondWith((request) -> ScriptedClient.response(429, "300"));
		this.fixture.publish(0, 1);
		this.fixture.advance(Duration.ofSeconds(1));
		this.fixture.publish(1, 2);
		this.fixture.advance(Duration.ofSeconds(60));
		CompletableFuture<BatchResult> result = send(this.fixture, 10, 20);
		this.fixture.advance(Duration.ofSeconds(62));
		assertThat(this.fixture.handedBackNumbers()).containsExactly(0, 1);
		assertThat(result).isNotDone();
		this.fixture.assertAccounting();
	}

	/**
	 * Assert that the result reports the correct outcome of each record.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void whenAnythingHappensThenTheResultsAgreeWithTheService(long seed) {
		Random random = new Random(seed);
		PublisherFixture any = new PublisherFixture((builder) -> builder.deliveryTimeout(Duration.ofSeconds(30))
			.ordering((seed % 2 == 0) ? RecordOrdering.STRICT : RecordOrdering.RELAXED));
		any.respondWith((request) -> respond(request, random));
		List<CompletableFuture<BatchResult>> results = new ArrayList<>();
		List<Integer> starts = new ArrayList<>();
		int next = 0;
		for (int i = 0; i < 100; i++) {
			int size = 1 + random.nextInt(45);
			starts.add(next);
			results.add(send(any, next, next + size));
			next += size;
			any.publish(100_000 + i, 100_001 + i);
			any.advance(Duration.ofMillis(random.nextInt(400)));
		}
		any.advance(Duration.ofMinutes(5));
		Set<Integer> arrived = new HashSet<>(any.arrived);
		for (int i = 0; i < results.size(); i++) {
			int start = starts.get(i);
			int end = (i + 1 < starts.size()) ? starts.get(i + 1) : next;
			boolean[] delivered = new boolean[end - start];
			Arrays.fill(delivered, true);
			BatchResult result = results.get(i).join();
			for (Undelivered part : result.undelivered()) {
				Arrays.fill(delivered, part.from(), part.to(), false);
			}
			assertThat(result.delivered() + result.undeliveredCount()).isEqualTo(end - start);
			assertThat(
					IntStream.range(0, delivered.length).allMatch((n) -> delivered[n] == arrived.contains(start + n)))
				.isTrue();
		}
		any.assertAccounting();
	}

	private static Mono<BatchPipeResponse> respond(Request request, Random random) {
		if (request.numbers().stream().anyMatch((n) -> n % 37 == 5)) {
			return ScriptedClient.response(400);
		}
		return switch (random.nextInt(8)) {
			case 0 -> ScriptedClient.response(503, "1");
			case 1 -> ScriptedClient.response(429, "2");
			case 2 -> ScriptedClient.response(500);
			case 3 -> ScriptedClient.response((request.numbers().size() > 6) ? 413 : 200);
			default -> ScriptedClient.response(200);
		};
	}

	private static CompletableFuture<BatchResult> send(PublisherFixture fixture, int from, int to) {
		return sendAll(fixture, records(from, to));
	}

	private static CompletableFuture<BatchResult> sendAll(PublisherFixture fixture, Collection<?> records) {
		CompletableFuture<BatchResult> result = fixture.publisher.sendBatch(records);
		fixture.loop.run();
		return result;
	}

	private static List<Map<String, Integer>> records(int from, int to) {
		return IntStream.range(from, to).mapToObj((n) -> Map.of("n", n)).toList();
	}

	private static List<Integer> numbers(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

	private static List<List<Integer>> sent(PublisherFixture fixture) {
		return fixture.requests.stream().map(Request::numbers).toList();
	}

}
