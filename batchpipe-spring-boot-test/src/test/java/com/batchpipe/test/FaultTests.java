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

package com.batchpipe.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeApiException;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FaultScope} and {@link Fault}.
 */
class FaultTests {

	private static final Duration WAIT = Duration.ofSeconds(30);

	private final BatchPipeServer server = BatchPipeServer.start();

	private final BatchPipeClient client = withoutRetry(this.server.client());

	private final String pipe = this.server.createPipe("orders");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void faultEndsAfterItsCount() {
		Fault fault = this.server.on(BatchPipeOperation.INGEST).times(2).respond(503);
		assertThat(ingestStatuses(3)).containsExactly(503, 503, 202);
		assertThat(fault.hits()).isEqualTo(2);
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(1);
	}

	@Test
	void faultsFollowEachOther() {
		this.server.on(BatchPipeOperation.INGEST).times(1).respond(500);
		this.server.on(BatchPipeOperation.INGEST).times(1).rateLimited(Duration.ofSeconds(1));
		assertThat(ingestStatuses(3)).containsExactly(500, 429, 202);
	}

	@Test
	void faultConcernsOnlyItsOperations() {
		this.server.on(BatchPipeOperation.INGEST, BatchPipeOperation.GET_PIPE).respond(503);
		assertThat(ingestStatuses(1)).containsExactly(503);
		assertThat(status(this.client.getPipe(this.pipe))).isEqualTo(503);
		assertThat(status(this.client.listPipes())).isEqualTo(200);
	}

	@Test
	void faultWithoutOperationConcernsAll() {
		this.server.on().respond(503);
		assertThat(status(this.client.health())).isEqualTo(503);
		assertThat(status(this.client.listPipes())).isEqualTo(503);
	}

	@Test
	void removedFaultIsOver() {
		Fault fault = this.server.on().respond(503);
		fault.remove();
		assertThat(ingestStatuses(1)).containsExactly(202);
	}

	@Test
	void faultCanDependOnTheBody() {
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains("poison"))
			.respond(ScriptedResponse.validationError(Map.of("0.id", "Poison")));
		BatchPipeResponse poisoned = call(this.client.ingest(this.pipe, Map.of("id", "poison")));
		assertThatExceptionOfType(BatchPipeApiException.BadRequest.class).isThrownBy(poisoned::orThrow)
			.satisfies((ex) -> assertThat(ex.fieldErrors()).containsEntry("0.id", "Poison"));
		assertThat(status(this.client.ingest(this.pipe, Map.of("id", "good")))).isEqualTo(202);
	}

	@Test
	void responseCanDependOnTheRequest() {
		this.server.on(BatchPipeOperation.INGEST)
			.respondWith((request) -> (request.body().length > 20) ? ScriptedResponse.status(413) : null);
		assertThat(status(this.client.ingest(this.pipe, Map.of("id", 1)))).isEqualTo(202);
		assertThat(status(this.client.ingest(this.pipe, Map.of("id", "x".repeat(20))))).isEqualTo(413);
	}

	@Test
	void randomFaultsAreRepeatable() {
		List<Integer> first = randomRun();
		assertThat(first).contains(503, 202);
		assertThat(randomRun()).isEqualTo(first);
	}

	private List<Integer> randomRun() {
		Fault fault = this.server.on(BatchPipeOperation.INGEST).withProbability(0.5, 42).respond(503);
		List<Integer> statuses = ingestStatuses(30);
		fault.remove();
		return statuses;
	}

	@Test
	void requestIsProcessedBeforeTheResponseIsLost() {
		this.server.on(BatchPipeOperation.INGEST).times(1).afterProcessing().resetConnection();
		assertThatExceptionOfType(BatchPipeTransportException.class).isThrownBy(() -> ingestStatuses(1))
			.satisfies((ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.UNKNOWN));
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(1);
	}

	@Test
	void latencyLeavesTheRequestToTheNextFault() {
		Fault latency = this.server.on(BatchPipeOperation.INGEST).latency(Duration.ofMillis(1));
		this.server.on(BatchPipeOperation.INGEST).times(1).respond(503);
		assertThat(ingestStatuses(2)).containsExactly(503, 202);
		assertThat(latency.hits()).isEqualTo(2);
	}

	@Test
	void responseIsHeldUntilTheTestReleasesIt() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		this.server.on(BatchPipeOperation.INGEST).holdUntil(released);
		CompletableFuture<BatchPipeResponse> call = callReceivedAs(1);
		assertThat(call).isNotDone();
		assertThat(this.server.recordCount(this.pipe)).isZero();
		released.complete(null);
		assertThat(call).succeedsWithin(WAIT).returns(202, BatchPipeResponse::status);
	}

	@Test
	void whenAClientDoesNotWaitThenOtherRequestsAreStillHeld() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		this.server.on(BatchPipeOperation.INGEST).holdUntil(released);
		CompletableFuture<BatchPipeResponse> first = callReceivedAs(1);
		// Close the connection of the first request.
		this.server.pause();
		this.server.resume();
		assertThat(first).failsWithin(WAIT);
		CompletableFuture<BatchPipeResponse> second = callReceivedAs(2);
		assertThat(released.complete(null)).isTrue();
		assertThat(second).succeedsWithin(WAIT).returns(202, BatchPipeResponse::status);
		assertThat(this.server.recordCount(this.pipe)).isOne();
	}

	@Test
	void faultOfWorkspaceDoesNotConcernOthers() {
		try (BatchPipeWorkspace other = this.server.createWorkspace()) {
			other.on(BatchPipeOperation.LIST_PIPES).respond(503);
			assertThat(status(withoutRetry(other.client()).listPipes())).isEqualTo(503);
			assertThat(status(this.client.listPipes())).isEqualTo(200);
		}
	}

	@Test
	void requestsThatMeetFaultsAreRecorded() {
		this.server.on(BatchPipeOperation.INGEST).times(1).respond(503);
		ingestStatuses(2);
		assertThat(this.server.requests()).extracting(RecordedRequest::responseStatus).containsExactly(503, 202);
	}

	/**
	 * Make a call, and wait until the server has received its request.
	 */
	private CompletableFuture<BatchPipeResponse> callReceivedAs(int number) {
		CompletableFuture<BatchPipeResponse> call = this.client.ingest(this.pipe, Map.of("id", number)).toFuture();
		assertThat(this.server.awaitRequests(BatchPipeOperation.INGEST, number, WAIT)).isTrue();
		return call;
	}

	private List<Integer> ingestStatuses(int calls) {
		return IntStream.range(0, calls)
			.mapToObj((i) -> status(this.client.ingest(this.pipe, Map.of("id", i))))
			.toList();
	}

	private static BatchPipeClient withoutRetry(BatchPipeClient client) {
		return client.withOptions(CallOptions.none().withRetryPolicy(RetryPolicy.none()));
	}

	private static int status(Mono<BatchPipeResponse> call) {
		return call(call).status();
	}

	private static BatchPipeResponse call(Mono<BatchPipeResponse> call) {
		BatchPipeResponse response = call.block(WAIT);
		assertThat(response).isNotNull();
		return response;
	}

}
