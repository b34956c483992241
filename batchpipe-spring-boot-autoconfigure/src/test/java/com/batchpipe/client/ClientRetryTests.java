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

package com.batchpipe.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the number of requests that reach a server when attempts fail.
 */
class ClientRetryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final RetryPolicy QUICK = RetryPolicy.builder()
		.minBackoff(Duration.ofMillis(5))
		.maxBackoff(Duration.ofMillis(10))
		.build();

	private static final RetryPolicy QUICK_AND_UNSAFE = RetryPolicy.builder()
		.minBackoff(Duration.ofMillis(5))
		.maxBackoff(Duration.ofMillis(10))
		.retryNonIdempotent(true)
		.build();

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl(server.baseUrl())
		.apiKey(ApiKey.of("bp_v1_retry"))
		.retryPolicy(QUICK)
		.build();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "INGEST", "CREATE_PIPE", "UPDATE_PIPE", "CREATE_DESTINATION", "UPDATE_DESTINATION",
			"SET_DESTINATION_STATUS", "ADD_ALLOWED_ORIGIN", "CREATE_API_KEY" })
	void whenConnectionBreaksThenRequestThatMayBeProcessedIsSentOnce(BatchPipeOperation operation) {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		StepVerifier.create(OperationCall.of(operation).on(this.client))
			.expectError(BatchPipeTransportException.class)
			.verify(PATIENCE);
		assertThat(requests()).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "HEALTH", "LIST_PIPES", "SET_PIPE_LIMITS", "DELETE_PIPE" })
	void whenConnectionBreaksThenIdempotentRequestIsRetried(BatchPipeOperation operation) {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		StepVerifier.create(OperationCall.of(operation).on(this.client))
			.expectErrorSatisfies((ex) -> assertThat(((BatchPipeException) ex).attempts()).isEqualTo(3))
			.verify(PATIENCE);
		assertThat(requests()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 500, 502, 503, 504 })
	void whenServerFailsThenPostIsSentOnce(int status) {
		respond(WireMock.aResponse().withStatus(status));
		assertThat(ingest(this.client).status()).isEqualTo(status);
		assertThat(requests()).isOne();
	}

	@Test
	void whenServerLimitsTheRateThenPostIsRetried() {
		respond(WireMock.aResponse().withStatus(429));
		assertThat(ingest(this.client).attempts()).isEqualTo(3);
		assertThat(requests()).isEqualTo(3);
	}

	@Test
	void whenServerIsUnavailableAndSaysWhenToComeBackThenPostIsRetried() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.inScenario("unavailable")
			.whenScenarioStateIs(Scenario.STARTED)
			.willSetStateTo("available")
			.willReturn(WireMock.aResponse().withStatus(503).withHeader("Retry-After", "1")));
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.inScenario("unavailable")
			.whenScenarioStateIs("available")
			.willReturn(WireMock.status(202)));
		BatchPipeResponse response = ingest(this.client);
		assertThat(response.status()).isEqualTo(202);
		assertThat(response.attempts()).isEqualTo(2);
		List<String> bodies = server.getAllServeEvents()
			.stream()
			.map((event) -> event.getRequest().getBodyAsString())
			.toList();
		assertThat(bodies).containsExactly("{\"pipe_name\":\"orders\"}", "{\"pipe_name\":\"orders\"}");
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 500, 502, 503, 504 })
	void whenUserAllowsItThenPostIsRetried(int status) {
		respond(WireMock.aResponse().withStatus(status));
		BatchPipeClient unsafe = this.client.withOptions(CallOptions.none().withRetryPolicy(QUICK_AND_UNSAFE));
		assertThat(ingest(unsafe).attempts()).isEqualTo(3);
		assertThat(requests()).isEqualTo(3);
	}

	@Test
	void whenUserAllowsItThenPostIsRetriedAfterAReset() {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		BatchPipeClient unsafe = this.client.withOptions(CallOptions.none().withRetryPolicy(QUICK_AND_UNSAFE));
		StepVerifier.create(unsafe.ingest(OperationCall.PIPE, OperationCall.BODY))
			.expectError(BatchPipeTransportException.class)
			.verify(PATIENCE);
		assertThat(requests()).isEqualTo(3);
	}

	@Test
	void whenKeyRotatesThenEachAttemptSendsTheKeyOfTheMoment() {
		respond(WireMock.aResponse().withStatus(429));
		AtomicInteger number = new AtomicInteger();
		BatchPipeClient rotating = this.client.withOptions(CallOptions.none()
			.withApiKeyProvider(() -> Mono.just(ApiKey.of("bp_v1_key_" + number.incrementAndGet()))));
		ingest(rotating);
		assertThat(server.getAllServeEvents().stream().map((event) -> event.getRequest().getHeader("Authorization")))
			.containsExactlyInAnyOrder("Bearer bp_v1_key_1", "Bearer bp_v1_key_2", "Bearer bp_v1_key_3");
	}

	@Test
	void whenKeyIsMintedAsynchronouslyThenItIsSent() {
		respond(WireMock.ok());
		BatchPipeClient minting = this.client.withOptions(CallOptions.none()
			.withApiKeyProvider(() -> Mono.delay(Duration.ofMillis(20)).thenReturn(ApiKey.of("bp_v1_late"))));
		ingest(minting);
		assertThat(server.getAllServeEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getRequest().getHeader("Authorization"))
				.isEqualTo("Bearer bp_v1_late"));
	}

	private static void respond(ResponseDefinitionBuilder response) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
	}

	private static BatchPipeResponse ingest(BatchPipeClient client) {
		return client.ingest(OperationCall.PIPE, OperationCall.BODY).block(PATIENCE);
	}

	private static int requests() {
		return server.getAllServeEvents().size();
	}

}
