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

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link BatchPipeServer}.
 */
class BatchPipeServerTests {

	private static final Duration WAIT = Duration.ofSeconds(30);

	private static final String ORIGIN = "https://shop.example.com";

	private final BatchPipeServer server = BatchPipeServer.start();

	private final BatchPipeClient client = this.server.client()
		.withOptions(CallOptions.none().withRetryPolicy(RetryPolicy.none()));

	private final String pipe = this.server.createPipe("orders");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void compressedRecordsAreAccepted() throws Exception {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
			gzip.write("[{\"id\":1},{\"id\":2}]".getBytes(StandardCharsets.UTF_8));
		}
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.url() + "/v1/ingest/" + this.pipe))
			.header("Authorization", "Bearer " + this.server.apiKey().reveal())
			.header("Content-Encoding", "gzip")
			.POST(BodyPublishers.ofByteArray(body.toByteArray()))
			.build();
		assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
		assertThat(this.server.records(this.pipe, Order.class)).containsExactly(new Order(1), new Order(2));
	}

	@Test
	void unknownPathIsNotFoundAndNamesTheNearestOperation() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.url() + "/v1/pipe"))
			.header("Authorization", "Bearer " + this.server.apiKey().reveal())
			.POST(BodyPublishers.ofString("{}"))
			.build();
		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).contains("POST /v1/pipe", "the closest is POST /v1/pipes (create_pipe)");
	}

	@Test
	void requestsAreRecordedWithHeadersAndBody() {
		call(this.client.ingest(this.pipe, Map.of("id", 1), IngestOptions.none().withOrigin(ORIGIN)));
		RecordedRequest request = this.server.requests().get(0);
		assertThat(request.operation()).isEqualTo(BatchPipeOperation.INGEST);
		assertThat(request.uri()).isEqualTo("/v1/ingest/" + this.pipe);
		assertThat(request.pathVariables()).containsEntry("pipe_id", this.pipe);
		assertThat(request.headers().getOrigin()).isEqualTo(ORIGIN);
		assertThat(request.bodyAsString()).isEqualTo("{\"id\":1}");
		assertThat(request.responseStatus()).isEqualTo(202);
		assertThat(request.toString()).doesNotContain(this.server.apiKey().reveal());
	}

	@Test
	void resetReturnsToTheBeginning() {
		call(this.client.ingest(this.pipe, Map.of("id", 1)));
		this.server.on(BatchPipeOperation.HEALTH).respond(503);
		this.server.reset();
		assertThat(this.server.requests()).isEmpty();
		assertThat(this.server.workspace().pipeIds()).isEmpty();
		assertThat(call(this.client.health()).ok()).isTrue();
	}

	@Test
	void resetKeepsTheBodiesOfLaterRequestsWithoutContent() {
		call(this.client.listPipes());
		this.server.reset();
		call(this.client.listPipes());
		assertThat(this.server.requests(BatchPipeOperation.LIST_PIPES)).singleElement()
			.satisfies((request) -> assertThat(request.body()).isEmpty());
	}

	@Test
	void resetReturnsToCheckpoint() {
		call(this.client.ingest(this.pipe, Map.of("id", 1)));
		this.server.checkpoint();
		call(this.client.ingest(this.pipe, Map.of("id", 2)));
		JsonNode key = data(this.client.createApiKey(Map.of()));
		call(this.client.deletePipe(this.pipe));
		this.server.reset();
		assertThat(this.server.records(this.pipe, Order.class)).containsExactly(new Order(1));
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.server.requestCount(BatchPipeOperation.INGEST)).isEqualTo(1);
		BatchPipeClient other = this.client
			.withOptions(CallOptions.none().withApiKey(ApiKey.of(key.get("api_key").asString())));
		assertThat(call(other.listPipes()).status()).isEqualTo(401);
	}

	@Test
	void workspacesDoNotSeeEachOther() {
		try (BatchPipeWorkspace other = this.server.createWorkspace()) {
			assertThat(call(other.client().getPipe(this.pipe)).status()).isEqualTo(404);
			String otherPipe = other.createPipe("orders");
			call(other.client().ingest(otherPipe, Map.of("id", 1)));
			this.server.reset();
			assertThat(other.recordCount(otherPipe)).isEqualTo(1);
			assertThat(other.requests()).hasSize(2);
			assertThat(this.server.requests()).isEmpty();
		}
	}

	@Test
	void keyOfClosedWorkspaceIsUnknown() {
		BatchPipeWorkspace other = this.server.createWorkspace();
		BatchPipeClient otherClient = other.client();
		other.close();
		assertThat(call(otherClient.listPipes()).status()).isEqualTo(401);
	}

	@Test
	void pausedServerRefusesConnectionsAndResumesOnTheSamePort() {
		call(this.client.ingest(this.pipe, Map.of("id", 1)));
		this.server.pause();
		assertThatExceptionOfType(BatchPipeTransportException.class).isThrownBy(() -> call(this.client.health()))
			.satisfies((ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.NO));
		this.server.resume();
		assertThat(call(this.client.health()).ok()).isTrue();
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(1);
	}

	@Test
	void resetResumesPausedServer() {
		this.server.pause();
		this.server.reset();
		assertThat(call(this.client.health()).ok()).isTrue();
	}

	@Test
	void closedServerCanBeClosedAgain() {
		this.server.close();
		assertThatNoException().isThrownBy(this.server::close);
	}

	@Test
	void awaitRecordsEndsWhenTheyHaveArrived() {
		this.client.ingest(this.pipe, List.of(Map.of("id", 1), Map.of("id", 2))).subscribe();
		assertThat(this.server.awaitRecords(this.pipe, 2, WAIT)).isTrue();
	}

	@Test
	void awaitRecordsGivesUpAfterTimeout() {
		assertThat(this.server.awaitRecords(this.pipe, 1, Duration.ofMillis(1))).isFalse();
	}

	@Test
	void awaitRequestsGivesUpAfterTimeout() {
		assertThat(this.server.awaitRequests(BatchPipeOperation.INGEST, 1, Duration.ofMillis(1))).isFalse();
	}

	@Test
	void recordsOfUnknownPipeTellTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.records("nowhere"))
			.withMessageContaining(this.pipe);
	}

	@Test
	void oldestBodiesAreLetGoWhenThereIsNoRoom() {
		try (BatchPipeServer small = BatchPipeServer.builder().pipes(this.pipe).retainedBytes(1_000).start()) {
			for (int i = 0; i < 10; i++) {
				call(small.client().ingest(this.pipe, Map.of("id", i, "text", "x".repeat(100))));
			}
			assertThat(small.recordCount(this.pipe)).isEqualTo(10);
			assertThatIllegalStateException().isThrownBy(() -> small.records(this.pipe))
				.withMessageContaining("of 10 records")
				.withMessageContaining("retainedBytes");
			assertThat(small.requests(BatchPipeOperation.INGEST).get(9).bodyAsString()).contains("\"id\":9");
		}
	}

	@Test
	void countOnlyKeepsNothingButTheCount() {
		try (BatchPipeServer counting = BatchPipeServer.builder().pipes(this.pipe).countOnly().start()) {
			call(counting.client().ingest(this.pipe, List.of(Map.of("id", 1), Map.of("id", 2))));
			assertThat(counting.recordCount(this.pipe)).isEqualTo(2);
			assertThat(counting.requests()).isEmpty();
			assertThat(counting.requestCount(BatchPipeOperation.INGEST)).isEqualTo(1);
		}
	}

	private static BatchPipeResponse call(Mono<BatchPipeResponse> call) {
		BatchPipeResponse response = call.block(WAIT);
		assertThat(response).isNotNull();
		return response;
	}

	private static JsonNode data(Mono<BatchPipeResponse> call) {
		JsonNode data = call(call).orThrow().data();
		assertThat(data).isNotNull();
		return data;
	}

	record Order(int id) {
	}

}
