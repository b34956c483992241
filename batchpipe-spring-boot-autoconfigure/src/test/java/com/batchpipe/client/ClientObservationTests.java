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
import java.util.Set;
import java.util.stream.Collectors;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the observation of calls.
 */
class ClientObservationTests {

	private static final String NAME = "batchpipe.client.requests";

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final BatchPipeClient client;

	ClientObservationTests() {
		this.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		this.client = BatchPipeClient.builder()
			.baseUrl(server.baseUrl() + "/prefix")
			.apiKey(ApiKey.of("bp_v1_observed"))
			.webClientBuilder(WebClient.builder().observationRegistry(this.registry))
			.observationRegistry(this.registry)
			.maxResponseSize(1000)
			.retryPolicy(
					RetryPolicy.builder().minBackoff(Duration.ofMillis(1)).maxBackoff(Duration.ofMillis(2)).build())
			.build();
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenOperationIsCalledThenThereIsOneTimerOfIt(BatchPipeOperation operation) {
		respond(WireMock.okJson("{}"));
		OperationCall.of(operation).on(this.client).block(PATIENCE);
		Timer timer = this.meters.get(NAME).timer();
		assertThat(timer.count()).isOne();
		assertThat(timer.getId().getTags()).containsExactlyInAnyOrder(Tag.of("operation", operation.id()),
				Tag.of("status", "200"), Tag.of("outcome", "success"), Tag.of("exception", "none"),
				Tag.of("error", "none"));
	}

	@ParameterizedTest
	@CsvSource({ "204, success", "302, client_error", "400, client_error", "404, client_error", "429, rate_limited",
			"500, server_error", "503, server_error" })
	void whenServerRespondsThenOutcomeFollowsTheStatus(int status, String outcome) {
		respond(WireMock.status(status));
		this.client.getPipe(OperationCall.PIPE).block(PATIENCE);
		assertTags(String.valueOf(status), outcome, "none");
	}

	@Test
	void whenResponseIsLateThenOutcomeIsTimeout() {
		respond(WireMock.ok().withFixedDelay(5000));
		expectError(this.client.withOptions(CallOptions.none().withCallTimeout(Duration.ofMillis(200))).listPipes());
		assertTags("none", "timeout", "BatchPipeTimeoutException");
	}

	@Test
	void whenConnectionBreaksThenOutcomeIsTransportError() {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		expectError(this.client.listPipes());
		assertTags("none", "transport_error", "BatchPipeTransportException");
	}

	@Test
	void whenResponseIsNoJsonThenOutcomeIsDecodingError() {
		respond(WireMock.ok("<html>"));
		expectError(this.client.listPipes());
		assertTags("200", "decoding_error", "BatchPipeDecodingException");
	}

	@Test
	void whenResponseIsTooLargeThenOutcomeIsDecodingError() {
		respond(WireMock.ok("x".repeat(2000)));
		expectError(this.client.listPipes());
		assertTags("200", "decoding_error", "BatchPipeDecodingException");
	}

	@Test
	void whenCallerGivesUpThenOutcomeIsCancelled() {
		respond(WireMock.ok().withFixedDelay(5000));
		StepVerifier.create(this.client.listPipes()).thenAwait(Duration.ofMillis(50)).thenCancel().verify(PATIENCE);
		assertTags("none", "cancelled", "none");
	}

	@Test
	void whenThereIsNoKeyThenOutcomeIsClientError() {
		expectError(this.client.withOptions(CallOptions.none().withApiKeyProvider(ApiKeyProvider.none())).listPipes());
		assertTags("none", "client_error", "IllegalStateException");
	}

	@Test
	void whenKeyProviderThrowsThenObservationStillEnds() {
		expectError(this.client.withOptions(CallOptions.none().withApiKeyProvider(() -> {
			throw new IllegalStateException("sealed");
		})).listPipes());
		assertTags("none", "transport_error", "BatchPipeTransportException");
	}

	@Test
	void whenCallIsRetriedThenThereIsOneObservationOverAllAttempts() {
		respond(WireMock.status(503));
		this.client.getPipe(OperationCall.PIPE).block(PATIENCE);
		assertThat(this.meters.get(NAME).timer().count()).isOne();
		assertThat(this.meters.get("http.client.requests").timer().count()).isEqualTo(3);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStarted()
			.hasBeenStopped()
			.hasContextualNameEqualTo("batchpipe get_pipe")
			.hasHighCardinalityKeyValue("attempts", "3")
			.hasHighCardinalityKeyValue("pipe.id", OperationCall.PIPE);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasHandledContextsThatSatisfy((contexts) -> assertThat(contexts)
				.filteredOn((context) -> "http.client.requests".equals(context.getName()))
				.hasSize(3)
				.allSatisfy((context) -> assertThat(context.getParentObservation().getContextView().getName())
					.isEqualTo(NAME)));
	}

	@Test
	void whenCallFailsAfterRetriesThenObservationTellsTheAttempts() {
		respond(WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE));
		expectError(this.client.getPipe(OperationCall.PIPE));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasHighCardinalityKeyValue("attempts", "3")
			.hasError();
	}

	@Test
	void whenReactorContextHasAnObservationThenItIsTheParent() {
		respond(WireMock.ok());
		Observation parent = Observation.start("parent", this.registry);
		this.client.listPipes()
			.contextWrite((context) -> context.put("micrometer.observation", parent))
			.block(PATIENCE);
		parent.stop();
		assertParent(parent);
	}

	@Test
	void whenCallerOfTheTemplateIsObservedThenItsObservationIsTheParent() {
		respond(WireMock.ok());
		BatchPipeTemplate template = new BatchPipeTemplate(this.client, this.registry);
		Observation parent = Observation.createNotStarted("parent", this.registry);
		parent.observe(() -> template.listPipes());
		assertParent(parent);
	}

	@Test
	void whenHundredPipesAreCalledThenThereIsOneUriSeries() {
		respond(WireMock.ok());
		for (int i = 0; i < 100; i++) {
			this.client.ingest("pipe-" + i, OperationCall.BODY).block(PATIENCE);
		}
		Set<String> uris = this.meters.get("http.client.requests")
			.timers()
			.stream()
			.map((timer) -> timer.getId().getTag("uri"))
			.collect(Collectors.toSet());
		assertThat(uris).containsExactly("/prefix/v1/ingest/{pipe_id}");
		assertThat(this.meters.get("http.client.requests").timers()).singleElement()
			.satisfies((timer) -> assertThat(timer.count()).isEqualTo(100));
		assertThat(this.meters.get(NAME).timer().count()).isEqualTo(100);
	}

	@Test
	void whenConventionIsGivenThenItReplacesTheDefault() {
		respond(WireMock.ok());
		BatchPipeClient conventional = BatchPipeClient.builder()
			.baseUrl(server.baseUrl())
			.observationRegistry(this.registry)
			.observationConvention(new DefaultBatchPipeClientObservationConvention() {

				@Override
				public String getName() {
					return "shop.batchpipe";
				}

			})
			.build();
		conventional.health().block(PATIENCE);
		assertThat(this.meters.get("shop.batchpipe").timer().count()).isOne();
		conventional.close();
	}

	@Test
	void whenCallIsNotOkThenObservationHasNoError() {
		respond(WireMock.status(404));
		this.client.getPipe(OperationCall.PIPE).block(PATIENCE);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.doesNotHaveError();
	}

	private void assertTags(String status, String outcome, String exception) {
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo(NAME, 1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("status", status)
			.hasLowCardinalityKeyValue("outcome", outcome)
			.hasLowCardinalityKeyValue("exception", exception);
		assertThat(this.meters.get(NAME).tags("outcome", outcome).timer().count()).isOne();
	}

	private void assertParent(Observation parent) {
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasParentObservationEqualTo(parent);
	}

	private static void expectError(Mono<BatchPipeResponse> call) {
		StepVerifier.create(call).expectError().verify(PATIENCE);
	}

	private static void respond(ResponseDefinitionBuilder response) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
	}

}
