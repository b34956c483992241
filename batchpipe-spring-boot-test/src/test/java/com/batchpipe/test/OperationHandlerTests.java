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
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RawJson;
import com.batchpipe.client.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OperationHandler}, through HTTP.
 */
class OperationHandlerTests {

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
	void healthNeedsNoKey() {
		BatchPipeResponse response = call(this.client.health());
		assertThat(response.status()).isEqualTo(200);
		assertThat(this.server.requests(BatchPipeOperation.HEALTH)).singleElement()
			.satisfies((request) -> assertThat(request.headers().containsHeader("Authorization")).isFalse());
	}

	@Test
	void createdPipeIsFetchedWithAllItsFields() {
		JsonNode created = data(this.client.createPipe(Map.of("pipe_name", "web-events_1", "anything", List.of(1, 2))));
		String pipeId = created.get("pipe_id").asString();
		assertThat(UUID.fromString(pipeId)).isNotNull();
		JsonNode fetched = data(this.client.getPipe(pipeId));
		assertThat(fetched.get("pipe_name").asString()).isEqualTo("web-events_1");
		assertThat(fetched.get("anything")).hasSize(2);
	}

	@Test
	void createdPipesAreListedInOrder() {
		String second = this.server.createPipe("second");
		JsonNode pipes = data(this.client.listPipes()).get("pipes");
		assertThat(pipes).extracting((pipe) -> pipe.get("pipe_id").asString()).containsExactly(this.pipe, second);
	}

	@Test
	void updateChangesOnlyTheGivenFields() {
		call(this.client.updatePipe(this.pipe, Map.of("note", "a")));
		JsonNode updated = data(this.client.updatePipe(this.pipe, Map.of("other", "b")));
		assertThat(updated.get("pipe_name").asString()).isEqualTo("orders");
		assertThat(updated.get("note").asString()).isEqualTo("a");
		assertThat(updated.get("other").asString()).isEqualTo("b");
	}

	@Test
	void deletedPipeIsNotFound() {
		assertThat(call(this.client.deletePipe(this.pipe)).ok()).isTrue();
		assertThat(call(this.client.getPipe(this.pipe)).status()).isEqualTo(404);
		assertThat(call(this.client.ingest(this.pipe, Map.of("id", 1))).status()).isEqualTo(404);
		assertThat(call(this.client.deletePipe(this.pipe)).status()).isEqualTo(404);
	}

	@Test
	void limitsAreReplacedAndNotMerged() {
		call(this.client.setPipeLimits(this.pipe, Map.of("pl_ingest_a", 1, "pl_delivery_b", 2)));
		call(this.client.setPipeLimits(this.pipe, Map.of("pl_delivery_c", 3)));
		JsonNode limits = data(this.client.getPipe(this.pipe)).get("pipe_limit");
		assertThat(limits.propertyNames()).containsExactly("pl_delivery_c");
	}

	@Test
	void secretsOfDestinationsAreRedactedAndTheirKeysKept() {
		for (String secret : List.of("password", "secret_key", "auth_header")) {
			JsonNode created = data(this.client.createDestination(this.pipe, Map.of("destination_type",
					"destination_database", "destination_config", Map.of(secret, "s3cret", "host", "db.example.com"))));
			assertThat(created.get("destination_config").get(secret).asString()).isEqualTo("[redacted]");
			assertThat(created.get("destination_config").get("host").asString()).isEqualTo("db.example.com");
		}
		assertThat(data(this.client.getPipe(this.pipe)).toString()).contains("[redacted]").doesNotContain("s3cret");
	}

	@Test
	void destinationIsUpdatedAndRemoved() {
		JsonNode created = data(
				this.client.createDestination(this.pipe, Map.of("destination_type", "destination_object_store")));
		String id = created.get("destination_id").asString();
		JsonNode blocked = data(this.client.setDestinationStatus(this.pipe, id, Map.of("any_field", "blocked")));
		assertThat(blocked.get("any_field").asString()).isEqualTo("blocked");
		JsonNode updated = data(this.client.updateDestination(this.pipe, id, Map.of("note", "n")));
		assertThat(updated.get("any_field").asString()).isEqualTo("blocked");
		assertThat(call(this.client.deleteDestination(this.pipe, id)).ok()).isTrue();
		assertThat(call(this.client.updateDestination(this.pipe, id, Map.of())).status()).isEqualTo(404);
	}

	@Test
	void violatedRulesAreReportedInTheDocumentedFormat() {
		JsonNode pipe = body(400, this.client
			.createPipe(Map.of("pipe_name", "no spaces", "columns", List.of(Map.of("source_field", "a")))));
		assertThat(pipe).hasToString("""
				{"error":"validation_error","message":"Request body failed validation","errors":{\
				"pipe_name":"Pipe name can only contain letters, numbers, hyphens, and underscores",\
				"columns.0.column_name":"Column name is required"}}""");
		JsonNode destination = body(400, this.client.createDestination(this.pipe,
				Map.of("destination_type", "destination_http_endpoint", "destination_config", Map.of())));
		assertThat(destination.get("errors"))
			.hasToString("{\"destination_config.url\":\"URL is required for HTTP endpoint destinations\"}");
	}

	@Test
	void managementBodyThatIsNoObjectIsInvalid() {
		JsonNode body = body(400, this.client.createPipe(List.of()));
		assertThat(body.get("error").asString()).isEqualTo("validation_error");
	}

	@Test
	void unknownDestinationTypeIsAccepted() {
		assertThat(call(this.client.createDestination(this.pipe, Map.of("destination_type", "destination_new"))).ok())
			.isTrue();
	}

	@Test
	void missingAndUnknownKeysAreRefused() {
		try (BatchPipeClient keyless = BatchPipeClient.builder().baseUrl(this.server.url()).build()) {
			assertThat(call(keyless.ingest(this.pipe, Map.of("id", 1))).status()).isEqualTo(401);
		}
		BatchPipeClient unknown = this.client.withOptions(CallOptions.none().withApiKey(ApiKey.of("bp_v1_unknown")));
		assertThat(call(unknown.listPipes()).status()).isEqualTo(401);
		assertThat(call(unknown.ingest(this.pipe, Map.of("id", 1))).status()).isEqualTo(401);
		assertThat(this.server.recordCount(this.pipe)).isZero();
	}

	@Test
	void secretOfCreatedKeyIsShownOnce() {
		JsonNode created = data(this.client.createApiKey(Map.of("label", "ci")));
		String secret = created.get("api_key").asString();
		assertThat(secret).startsWith("bp_v1_");
		JsonNode listed = data(this.client.listApiKeys());
		assertThat(listed.toString()).doesNotContain(secret).contains(created.get("api_key_prefix").asString());
	}

	@Test
	void createdKeyWorksUntilItIsRevoked() {
		JsonNode created = data(this.client.createApiKey(Map.of()));
		BatchPipeClient other = this.client
			.withOptions(CallOptions.none().withApiKey(ApiKey.of(created.get("api_key").asString())));
		assertThat(call(other.getPipe(this.pipe)).ok()).isTrue();
		assertThat(call(this.client.revokeApiKey(created.get("api_key_id").asString())).ok()).isTrue();
		assertThat(call(other.getPipe(this.pipe)).status()).isEqualTo(401);
	}

	@Test
	void allowedOriginIngestsWithoutKeyUntilItIsRemoved() {
		try (BatchPipeClient keyless = BatchPipeClient.builder().baseUrl(this.server.url()).build()) {
			IngestOptions fromShop = IngestOptions.none().withOrigin(ORIGIN);
			assertThat(call(keyless.ingest(this.pipe, Map.of("id", 1), fromShop)).status()).isEqualTo(401);
			JsonNode origin = data(this.client.addAllowedOrigin(this.pipe, Map.of("origin", ORIGIN)));
			assertThat(call(keyless.ingest(this.pipe, Map.of("id", 2), fromShop)).ok()).isTrue();
			assertThat(call(keyless.ingest(this.pipe, Map.of("id", 3))).status()).isEqualTo(401);
			call(this.client.removeAllowedOrigin(this.pipe, origin.get("origin_id").asString()));
			assertThat(call(keyless.ingest(this.pipe, Map.of("id", 4), fromShop)).status()).isEqualTo(401);
		}
		assertThat(this.server.records(this.pipe)).extracting(JsonNode::toString).containsExactly("{\"id\":2}");
	}

	@Test
	void allowedOriginIngestsWithoutTheKeyOfTheClient() {
		IngestOptions fromShop = IngestOptions.none().withoutApiKey().withOrigin(ORIGIN);
		assertThat(call(this.client.ingest(this.pipe, Map.of("id", 1), fromShop)).status()).isEqualTo(401);
		call(this.client.addAllowedOrigin(this.pipe, Map.of("origin", ORIGIN)));
		assertThat(call(this.client.ingest(this.pipe, Map.of("id", 2), fromShop)).ok()).isTrue();
		assertThat(this.server.requests(BatchPipeOperation.INGEST))
			.noneMatch((request) -> request.headers().containsHeader("Authorization"));
	}

	@Test
	void unknownKeyIsRefusedAlsoFromAllowedOrigin() {
		call(this.client.addAllowedOrigin(this.pipe, Map.of("origin", ORIGIN)));
		IngestOptions options = IngestOptions.none().withOrigin(ORIGIN).withApiKey(ApiKey.of("bp_v1_unknown"));
		assertThat(call(this.client.ingest(this.pipe, Map.of("id", 1), options)).status()).isEqualTo(401);
	}

	@Test
	void hintNeedsNoKey() {
		try (BatchPipeClient keyless = BatchPipeClient.builder().baseUrl(this.server.url()).build()) {
			assertThat(call(keyless.getIngestHint(this.pipe)).status()).isEqualTo(200);
		}
	}

	@Test
	void hintEnqueuesNothing() {
		assertThat(call(this.client.getIngestHint(this.pipe)).ok()).isTrue();
		assertThat(this.server.recordCount(this.pipe)).isZero();
	}

	@Test
	void recordsAreKeptInOrderOfArrival() {
		BatchPipeResponse response = call(this.client.ingest(this.pipe, List.of(Map.of("id", 1), Map.of("id", 2))));
		assertThat(response.status()).isEqualTo(202);
		call(this.client.ingest(this.pipe, Map.of("id", 3)));
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(3);
		assertThat(this.server.records(this.pipe, Order.class)).containsExactly(new Order(1), new Order(2),
				new Order(3));
	}

	@Test
	void recordsThatAreNoObjectsAreInvalid() {
		JsonNode body = body(400, this.client.ingest(this.pipe, RawJson.of("[{\"id\":1}, 2]")));
		assertThat(body.get("error").asString()).isEqualTo("validation_error");
		assertThat(body.get("errors").propertyNames()).containsExactly("1");
		assertThat(this.server.recordCount(this.pipe)).isZero();
	}

	@Test
	void bodyThatIsNoJsonIsInvalid() {
		JsonNode body = body(400, this.client.ingest(this.pipe, RawJson.of("{\"id\":}")));
		assertThat(body.get("error").asString()).isEqualTo("validation_error");
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

	private static JsonNode body(int status, Mono<BatchPipeResponse> call) {
		BatchPipeResponse response = call(call);
		assertThat(response.status()).isEqualTo(status);
		JsonNode data = response.data();
		assertThat(data).isNotNull();
		return data;
	}

	record Order(int id) {
	}

}
