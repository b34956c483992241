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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the outcome of records in failure scenarios, with virtual time.
 */
class FailureScenarioTests {

	private static final Duration MINUTES = Duration.ofMinutes(10);

	@ParameterizedTest
	@CsvSource({ "1, 1", "9, 1", "10, 1", "11, 2", "97, 10", "101, 11" })
	void whenRecordsArePublishedThenBatchesAreExactlyFull(int records, int batches) {
		PublisherFixture fixture = new PublisherFixture();
		fixture.publish(0, records);
		assertThat(fixture.requests).hasSize(records / 10);
		fixture.advance(Duration.ofMillis(49));
		assertThat(fixture.requests).hasSize(records / 10);
		fixture.advance(Duration.ofMillis(1));
		assertThat(fixture.requests).hasSize(batches);
		assertThat(fixture.arrived).containsExactlyElementsOf(range(0, records));
		fixture.assertAccounting();
	}

	@Test
	void whenBatchIsFullByBytesThenItIsSentWithoutLingering() {
		PublisherFixture fixture = new PublisherFixture(
				(builder) -> builder.maxBatchSize(64).maxRecordSize(32).maxBufferSize(4096));
		fixture.publish(100, 109);
		assertThat(fixture.requests).hasSize(1);
		assertThat(fixture.requests.get(0).body().length).isLessThanOrEqualTo(64);
		assertThat(fixture.requests.get(0).numbers()).containsExactly(100, 101, 102, 103, 104, 105);
		assertThat(fixture.stats().sealedBySize()).isEqualTo(1);
		fixture.assertAccounting();
	}

	@Test
	void whenServerIsDownThenNothingIsLostAndRecoveryIsARamp() {
		PublisherFixture fixture = new PublisherFixture().respondWith(500);
		fixture.publish(0, 1000);
		fixture.advance(Duration.ofSeconds(30));
		assertThat(fixture.requests).hasSizeLessThan(40);
		assertThat(fixture.stats().pause()).isEqualTo(PauseCause.OUTAGE);
		assertThat(fixture.stats().inFlightLimit()).isOne();
		fixture.assertAccounting();
		fixture.respondWith((request) -> ScriptedClient.response(200).delayElement(Duration.ZERO));
		List<Integer> limits = new ArrayList<>();
		fixture.respondWith((request) -> {
			limits.add(fixture.publisher.stats(PublisherFixture.PIPE).inFlight());
			return ScriptedClient.response(200);
		});
		fixture.advance(Duration.ofSeconds(40));
		assertThat(limits.get(0)).isOne();
		assertThat(limits).allMatch((inFlight) -> inFlight <= 8);
		assertThat(fixture.arrived).containsExactlyInAnyOrderElementsOf(range(0, 1000));
		fixture.assertAccounting();
	}

	@Test
	void whenOnePipeHangsThenOthersAreNotAffected() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxTotalInFlight(1))
			.respondWith((request) -> (request.pipeId().equals("good")) ? ScriptedClient.response(200) : Mono.never());
		fixture.publish("hangs-1", 0, 100);
		fixture.publish("hangs-2", 0, 100);
		fixture.publish("good", 1000, 1100);
		fixture.advance(Duration.ofMillis(50));
		assertThat(fixture.stats("good").delivered()).isEqualTo(100);
		fixture.advance(MINUTES);
		assertThat(fixture.stats("hangs-1").expired()).isEqualTo(100);
		assertThat(fixture.stats("hangs-2").expired()).isEqualTo(100);
		fixture.assertAccounting();
	}

	@ParameterizedTest
	@CsvSource({ "429, 7, 7000", "503, 7, 7000", "429, -3, 200", "429, soon, 200", "429, 99999, 60000" })
	void whenRateLimitedThenPipePausesAsAsked(int status, String retryAfter, long millis) {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxRetryAfter(Duration.ofMinutes(1)))
			.respondWith((request) -> ScriptedClient.response((request.index() == 1) ? status : 200, retryAfter));
		fixture.publish(0, 100);
		assertThat(fixture.requests).hasSize(1);
		assertThat(fixture.stats().pause()).isEqualTo(PauseCause.RATE_LIMIT);
		if (millis >= 1000) {
			fixture.advance(Duration.ofMillis(millis - 1));
			assertThat(fixture.requests).hasSize(1);
			fixture.advance(Duration.ofMillis(1));
		}
		else {
			fixture.advance(Duration.ofMillis(millis));
		}
		assertThat(fixture.stats().delivered()).isEqualTo(100);
		assertThat(fixture.stats().pause()).isNull();
		fixture.assertAccounting();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "429|0", "503|0", "503|Mon, 23 Nov 1998 10:00:00 GMT" })
	void whenServiceSaysToComeBackAtOnceForAMinuteThenBackoffApplies(int status, String retryAfter) {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response((request.index() < 1000) ? status : 200, retryAfter));
		fixture.publish(0, 10);
		fixture.advance(Duration.ofMinutes(1));
		assertThat(fixture.requests).hasSizeBetween(3, 100);
		assertThat(fixture.stats().buffered()).isEqualTo(10);
		fixture.assertAccounting();
	}

	@Test
	void whenRateLimitedThenNothingRunsDuringThePause() {
		PublisherFixture fixture = new PublisherFixture().respondWith((request) -> ScriptedClient.response(429, "60"));
		fixture.publish(0, 100);
		int ran = fixture.loop.ran();
		fixture.advance(Duration.ofSeconds(59));
		assertThat(fixture.loop.ran() - ran).isLessThan(5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 499, 500, 999 })
	void whenOneRecordIsInvalidThenItCostsOneRecordAndFewRequests(int poison) {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxBatchRecords(1000))
			.respondWith((request) -> ScriptedClient.response((request.numbers().contains(poison)) ? 422 : 200));
		fixture.publish(0, 1000);
		assertThat(fixture.handedBackNumbers()).containsExactly(poison);
		assertThat(fixture.handedBack.get(0).reason()).isEqualTo(UndeliveredReason.INVALID);
		assertThat(fixture.handedBack.get(0).status()).isEqualTo(422);
		assertThat(fixture.arrived).hasSize(999).doesNotHaveDuplicates();
		assertThat(fixture.requests).hasSizeLessThanOrEqualTo(25);
		fixture.assertAccounting();
	}

	@Test
	void whenEveryRecordIsInvalidThenFewRequestsTell() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxBatchRecords(1000)).respondWith(400);
		fixture.publish(0, 1000);
		assertThat(fixture.requests).hasSize(6);
		assertThat(fixture.handedBack).hasSize(1000);
		assertThat(fixture.handedBack.stream().filter((record) -> record.reason() == UndeliveredReason.SCHEMA))
			.hasSize(997);
		fixture.assertAccounting();
	}

	@Test
	void whenManyRecordsAreInvalidThenRequestsAreBoundedAndTheRestIsHandedBack() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxBatchRecords(1000))
			.respondWith((request) -> ScriptedClient
				.response(request.numbers().stream().anyMatch((n) -> n % 7 == 3) ? 400 : 200));
		fixture.publish(0, 1000);
		fixture.advance(Duration.ofMinutes(1));
		assertThat(
				fixture.requests.stream().filter((request) -> request.numbers().stream().anyMatch((n) -> n % 7 == 3)))
			.hasSizeLessThanOrEqualTo(64);
		assertThat(fixture.stats().buffered()).isZero();
		fixture.assertAccounting();
	}

	@Test
	void whenTenRecordsInvalidThenAllOthersArrive() {
		PublisherFixture fixture = new PublisherFixture(
				(builder) -> builder.maxBatchRecords(1000).maxBisectRequests(200))
			.respondWith((request) -> ScriptedClient
				.response(request.numbers().stream().anyMatch((n) -> n % 100 == 7) ? 400 : 200));
		fixture.publish(0, 1000);
		fixture.advance(Duration.ofMinutes(1));
		assertThat(fixture.handedBackNumbers()).containsExactly(7, 107, 207, 307, 407, 507, 607, 707, 807, 907);
		assertThat(fixture.arrived).hasSize(990).doesNotHaveDuplicates();
		fixture.assertAccounting();
	}

	@Test
	void whenToldNotToBisectThenWholeBatchIsRejected() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.onInvalid(InvalidBatchPolicy.REJECT))
			.respondWith((request) -> ScriptedClient.response(request.numbers().contains(5) ? 400 : 200));
		fixture.publish(0, 20);
		assertThat(fixture.handedBackNumbers()).containsExactlyElementsOf(range(0, 10));
		assertThat(fixture.arrived).containsExactlyElementsOf(range(10, 20));
		fixture.assertAccounting();
	}

	@Test
	void whenBatchIsTooLargeThenItIsSplitAndLaterOnesAreSmaller() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxBatchRecords(1000))
			.respondWith((request) -> ScriptedClient.response((request.body().length > 2000) ? 413 : 200));
		fixture.publish(0, 1000);
		assertThat(fixture.arrived).containsExactlyInAnyOrderElementsOf(range(0, 1000));
		int requests = fixture.requests.size();
		fixture.publish(1000, 2000);
		fixture.advance(Duration.ofSeconds(1));
		assertThat(fixture.requests.subList(requests, fixture.requests.size()))
			.allMatch((request) -> request.body().length <= 2000);
		assertThat(fixture.arrived).hasSize(2000);
		assertThat(fixture.stats().requests().split()).isPositive();
		fixture.assertAccounting();
	}

	@Test
	void whenSingleRecordIsTooLargeThenOnlyThisOneIsRejected() {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response(request.numbers().contains(4) ? 413 : 200));
		fixture.publish(0, 10);
		assertThat(fixture.handedBackNumbers()).containsExactly(4);
		assertThat(fixture.handedBack.get(0).reason()).isEqualTo(UndeliveredReason.TOO_LARGE);
		fixture.assertAccounting();
	}

	@Test
	void whenKeyIsWrongThenEverythingIsBufferedAndSendingResumes() {
		PublisherFixture fixture = new PublisherFixture().respondWith(401);
		fixture.publish(0, 100);
		fixture.publish("pipe-b", 100, 200);
		fixture.advance(Duration.ofSeconds(65));
		assertThat(fixture.requests).hasSize(3);
		assertThat(fixture.publisher.stats().pause()).isEqualTo(PauseCause.AUTHORIZATION);
		assertThat(fixture.stats("pipe-b").pause()).isEqualTo(PauseCause.AUTHORIZATION);
		fixture.assertAccounting();
		fixture.respondWith(200);
		fixture.advance(Duration.ofSeconds(30));
		assertThat(fixture.publisher.stats().pause()).isNull();
		assertThat(fixture.arrived).containsExactlyInAnyOrderElementsOf(range(0, 200));
		fixture.assertAccounting();
	}

	@Test
	void whenPipeIsUnknownThenOnlyItIsPausedAndRejectedAtTheDeadline() {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response(request.pipeId().equals("gone") ? 404 : 200));
		fixture.publish("gone", 0, 10);
		fixture.publish(10, 20);
		fixture.advance(Duration.ofSeconds(119));
		assertThat(fixture.stats("gone").buffered()).isEqualTo(10);
		assertThat(fixture.stats().delivered()).isEqualTo(10);
		fixture.advance(Duration.ofSeconds(2));
		assertThat(fixture.stats("gone").rejected()).isEqualTo(10);
		assertThat(fixture.handedBack).allMatch((record) -> record.reason() == UndeliveredReason.UNKNOWN_PIPE);
		fixture.assertAccounting();
	}

	@Test
	void whenResponseIsLostThenTheRetryCarriesTheSameRecordIds() {
		List<byte[]> bodies = new ArrayList<>();
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.recordIdField("id"))
			.respondWith((request) -> {
				bodies.add(request.body());
				return (request.index() == 1) ? Mono.error(new java.io.IOException("reset"))
						: ScriptedClient.response(200);
			});
		fixture.publish(0, 10);
		fixture.advance(Duration.ofSeconds(1));
		assertThat(bodies).hasSize(2);
		assertThat(bodies.get(1)).isEqualTo(bodies.get(0));
		assertThat(new String(bodies.get(0))).contains("\"id\":\"");
		fixture.assertAccounting();
	}

	@Test
	void whenDeliveryTimeoutPassesThenRecordsExpireOldestFirst() {
		PublisherFixture fixture = new PublisherFixture().respondWith(500);
		fixture.publish(0, 10);
		fixture.advance(Duration.ofMinutes(1));
		fixture.publish(10, 15);
		fixture.advance(Duration.ofSeconds(61));
		assertThat(fixture.handedBackNumbers()).containsExactlyElementsOf(range(0, 10));
		assertThat(fixture.handedBack.get(0).attempts()).isPositive();
		assertThat(fixture.handedBack.get(0).age()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
		assertThat(fixture.stats().buffered()).isEqualTo(5);
		fixture.assertAccounting();
		fixture.advance(Duration.ofMinutes(1));
		assertThat(fixture.stats().expired()).isEqualTo(15);
		fixture.assertAccounting();
	}

	@Test
	void whenStatusIsFinalThenBatchIsRejected() {
		PublisherFixture fixture = new PublisherFixture().respondWith(409);
		fixture.publish(0, 10);
		assertThat(fixture.requests).hasSize(1);
		assertThat(fixture.stats().rejected()).isEqualTo(10);
		assertThat(fixture.handedBack).allMatch((record) -> record.reason() == UndeliveredReason.REFUSED);
		fixture.assertAccounting();
	}

	@Test
	void whenOrderingIsStrictThenABatchThatIsRetriedDelaysLaterOnes() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.ordering(RecordOrdering.STRICT))
			.respondWith((request) -> ScriptedClient
				.response((request.index() % 3 == 0) ? 500 : request.numbers().contains(33) ? 400 : 200));
		fixture.publish(0, 95);
		fixture.advance(Duration.ofMinutes(1));
		assertThat(fixture.arrived).isSorted().hasSize(94).doesNotContain(33);
		fixture.assertAccounting();
	}

	@Test
	void whenClientThrowsThenRecordsAreRetried() {
		PublisherFixture fixture = new PublisherFixture().respondWith((request) -> {
			if (request.index() == 1) {
				throw new IllegalStateException("broken");
			}
			return ScriptedClient.response(200);
		});
		fixture.publish(0, 10);
		fixture.advance(Duration.ofSeconds(1));
		assertThat(fixture.arrived).hasSize(10);
		assertThat(fixture.publisher.stats().errors()).isOne();
	}

	@Test
	void whenHandlerThrowsThenAllRecordsAreStillHandedOver() {
		List<UndeliveredRecord> seen = new ArrayList<>();
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.undeliveredRecordHandler((record) -> {
			seen.add(record);
			throw new IllegalStateException("broken");
		})).respondWith(409);
		fixture.publish(0, 20);
		assertThat(seen).hasSize(20);
		assertThat(fixture.publisher.stats().errors()).isEqualTo(20);
		assertThat(fixture.stats().rejected()).isEqualTo(20);
	}

	@Test
	void whenRecordCannotBeEncodedThenOnlyThisOneFails() {
		PublisherFixture fixture = new PublisherFixture();
		Map<String, Object> endless = new HashMap<>();
		endless.put("self", endless);
		fixture.publish(0, 5);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> fixture.publisher.publish(endless));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> fixture.publisher.publish(List.of(1, 2)));
		fixture.publish(5, 10);
		assertThat(fixture.arrived).containsExactlyElementsOf(range(0, 10));
		fixture.assertAccounting();
	}

	@Test
	void whenOneReceiptIsWaitedForThenItTellsTheOutcome() {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response(request.numbers().contains(1) ? 422 : 201));
		CompletableFuture<Receipt> good = fixture.publisher.send(Map.of("n", 0));
		CompletableFuture<Receipt> bad = fixture.publisher.send(Map.of("n", 1));
		fixture.advance(Duration.ofSeconds(1));
		assertThat(good).isCompletedWithValueMatching((receipt) -> receipt.status() == 201 && receipt.attempts() >= 2);
		assertThat(bad).isCompletedExceptionally();
		fixture.assertAccounting();
	}

	private static List<Integer> range(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

}
