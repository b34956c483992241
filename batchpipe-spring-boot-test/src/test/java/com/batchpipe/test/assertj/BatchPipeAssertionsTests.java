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

package com.batchpipe.test.assertj;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RawJson;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.junit.BatchPipeServerExtension;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BatchPipeAssertions}.
 */
@ExtendWith(BatchPipeServerExtension.class)
class BatchPipeAssertionsTests {

	private static final Order FIRST = new Order(1, new BigDecimal("9.90"));

	private static final Order SECOND = new Order(2, new BigDecimal("19.95"));

	private final BatchPipeServer server;

	private final String pipe;

	private final BatchPipeTemplate batchPipe;

	BatchPipeAssertionsTests(BatchPipeServer server) {
		this.server = server;
		this.pipe = server.createPipe("orders");
		this.batchPipe = new BatchPipeTemplate(server.client());
	}

	@BeforeEach
	void ingest() {
		this.batchPipe.ingest(this.pipe, List.of(FIRST, SECOND), IngestOptions.none().withOrigin("https://a.example"));
	}

	@Test
	void receivedExactlyComparesAsJson() {
		assertThat(this.server).pipe(this.pipe)
			.received(2)
			.receivedExactly(FIRST, Map.of("amount", new BigDecimal("19.95"), "id", 2L))
			.receivedExactly(RawJson.of("{\"id\":1,\"amount\":9.90}"), SECOND)
			.receivedExactlyInAnyOrder(SECOND, FIRST)
			.receivedAmongOthers(SECOND);
	}

	@Test
	void receivedExactlyTellsWhatArrived() {
		assertFails(() -> assertThat(this.server).pipe(this.pipe).receivedExactly(SECOND, FIRST))
			.withMessageContaining("but the pipe received 2:")
			.withMessageContaining("{\"id\":1,\"amount\":9.90}\n  {\"id\":2,\"amount\":19.95}")
			.withMessageContaining("POST /v1/ingest/" + this.pipe + " -> 202");
	}

	@Test
	void receivedTellsWhatArrived() {
		assertFails(() -> assertThat(this.server).pipe(this.pipe).received(3))
			.withMessageContaining("{\"id\":1,\"amount\":9.90}");
	}

	@Test
	void receivedExactlyInAnyOrderTellsWhatIsMissingAndUnexpected() {
		Order third = new Order(3, BigDecimal.ONE);
		assertFails(() -> assertThat(this.server).pipe(this.pipe).receivedExactlyInAnyOrder(FIRST, third))
			.withMessageContaining("missing:\n  {\"id\":3,\"amount\":1}")
			.withMessageContaining("not expected:\n  {\"id\":2,\"amount\":19.95}");
	}

	@Test
	void sameRecordTwiceIsNotTheSameAsOnce() {
		assertFails(() -> assertThat(this.server).pipe(this.pipe).receivedExactlyInAnyOrder(FIRST, SECOND, SECOND));
		assertFails(() -> assertThat(this.server).pipe(this.pipe).receivedAmongOthers(FIRST, FIRST));
	}

	@Test
	void recordsAreTyped() {
		assertThat(this.server).pipe(this.pipe).as(Order.class).containsExactly(FIRST, SECOND);
		assertThat(this.server).pipe(this.pipe).records().extracting((node) -> node.get("id")).hasSize(2);
		assertThat(this.server).pipe(this.pipe).records().allMatch(JsonNode::isObject);
	}

	@Test
	void unknownPipeTellsTheKnownOnes() {
		assertFails(() -> assertThat(this.server).pipe("nowhere")).withMessageContaining(this.pipe);
	}

	@Test
	void nothingReceivedFailsWhenSomethingWas() {
		assertFails(() -> assertThat(this.server).pipe(this.pipe).receivedNothing());
	}

	@Test
	void awaitRecordsTellsWhatArrivedInstead() {
		assertThat(this.server).awaitRecords(this.pipe, 2, Duration.ofSeconds(30)).received(2);
		assertFails(() -> assertThat(this.server).awaitRecords(this.pipe, 3, Duration.ofMillis(1)))
			.withMessageContaining("at least this number of records:\n  3")
			.withMessageContaining("{\"id\":1,\"amount\":9.90}");
	}

	@Test
	void requestsThatArriveDuringTheWaitForRecordsAreCovered() {
		Thread test = Thread.currentThread();
		CompletableFuture<Void> ingest = CompletableFuture.runAsync(() -> {
			while (test.getState() != Thread.State.TIMED_WAITING) {
				Thread.onSpinWait();
			}
			this.batchPipe.ingest(this.pipe, FIRST);
		});
		assertThat(this.server).awaitRecords(this.pipe, 3, Duration.ofSeconds(30)).received(3);
		ingest.join();
		assertThat(this.server).hasNoMoreRequests();
	}

	@Test
	void awaitRequestsTellsWhatArrivedInstead() {
		assertThat(this.server).awaitRequests(BatchPipeOperation.INGEST, 1, Duration.ofSeconds(30)).hasSize(1);
		assertFails(() -> assertThat(this.server).awaitRequests(BatchPipeOperation.HEALTH, 1, Duration.ofMillis(1)))
			.withMessageContaining("POST /v1/ingest/" + this.pipe);
	}

	@Test
	void requestsAreFoundByOperationAndHeader() {
		assertThat(this.server).requests(BatchPipeOperation.INGEST)
			.hasSize(1)
			.haveResponseStatus(202)
			.haveHeader("Origin", "https://a.example")
			.haveHeader("Authorization", "Bearer " + this.server.apiKey().reveal())
			.doNotHaveHeader("X-Other");
		assertThat(this.server).requests(BatchPipeOperation.CREATE_PIPE).isEmpty();
	}

	@Test
	void requestsTellWhatArrived() {
		assertFails(() -> assertThat(this.server).requests(BatchPipeOperation.HEALTH).hasSize(1))
			.withMessageContaining("POST /v1/ingest/" + this.pipe);
		assertFails(() -> assertThat(this.server).requests().haveHeader("X-Other", "a"))
			.withMessageContaining("X-Other: a");
		assertFails(() -> assertThat(this.server).requests().doNotHaveHeader("Origin"));
		assertFails(() -> assertThat(this.server).requests().haveResponseStatus(500));
	}

	@Test
	void failureDoesNotTellTheKey() {
		assertFails(() -> assertThat(this.server).requests()
			.haveHeader("Authorization", "Bearer " + this.server.apiKey().reveal() + "x"))
			.withMessageNotContaining(this.server.apiKey().reveal());
	}

	@Test
	void headersOfNoRequestsAreAFailure() {
		assertFails(() -> assertThat(this.server).requests(BatchPipeOperation.HEALTH).doNotHaveHeader("Authorization"));
	}

	@Test
	void requestsThatNoAssertionCoveredAreMore() {
		this.batchPipe.health();
		assertFails(() -> assertThat(this.server).hasNoMoreRequests()).withMessageContaining("GET /v1/health -> 200")
			.withMessageContaining("POST /v1/ingest/");
		assertThat(this.server).pipe(this.pipe).received(2);
		assertFails(() -> assertThat(this.server).hasNoMoreRequests()).withMessageNotContaining("/v1/ingest/");
		assertThat(this.server).requests(BatchPipeOperation.HEALTH).hasSize(1);
		assertThat(this.server).hasNoMoreRequests();
	}

	private static ThrowableAssertAlternative<AssertionError> assertFails(Runnable assertion) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion::run);
	}

	record Order(int id, BigDecimal amount) {
	}

}
