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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the API contract that the client must fulfill with any HTTP library.
 */
abstract class AbstractBatchPipeClientContractTests {

	static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String KEY = "bp_v1_contract_key";

	private static final String CALL_KEY = "bp_v1_key_of_this_call";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort().gzipDisabled(true))
		.build();

	private BatchPipeClient client;

	abstract ClientHttpConnector connector();

	@BeforeEach
	void createClient() {
		this.client = client(server.baseUrl(), (builder) -> {
		});
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	BatchPipeClient client(String baseUrl, Consumer<BatchPipeClient.Builder> customizer) {
		BatchPipeClient.Builder builder = BatchPipeClient.builder()
			.baseUrl(baseUrl)
			.apiKey(ApiKey.of(KEY))
			.retryPolicy(RetryPolicy.none())
			.clientConnector(connector());
		customizer.accept(builder);
		return builder.build();
	}

	@ParameterizedTest
	@EnumSource
	void whenOperationIsCalledThenItSendsWhatTheContractSays(BatchPipeOperation operation) {
		respond(200, "application/json", "{}");
		call(OperationCall.of(operation).on(this.client));
		LoggedRequest request = onlyRequest();
		assertThat(request.getMethod().getName()).isEqualTo(OperationCall.method(operation));
		assertThat(request.getUrl()).isEqualTo(OperationCall.path(operation, OperationCall.PIPE, OperationCall.OTHER));
		assertThat(request.header("Origin").isPresent()).isFalse();
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.header("User-Agent").values())
			.anyMatch((value) -> value.startsWith("batchpipe-spring-boot"));
		String body = OperationCall.body(operation);
		if (body == null) {
			assertThat(request.getBody()).isEmpty();
		}
		else {
			assertThat(request.getBodyAsString()).isEqualTo(body);
			assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
			assertThat(request.getHeader("Content-Length")).isEqualTo(String.valueOf(body.length()));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenOperationIsCalledThenOnlyHealthHasNoKey(BatchPipeOperation operation) {
		respond(200, "application/json", "{}");
		call(OperationCall.of(operation).on(this.client));
		LoggedRequest request = onlyRequest();
		if (operation == BatchPipeOperation.HEALTH) {
			assertThat(request.containsHeader("Authorization")).isFalse();
		}
		else {
			assertThat(request.header("Authorization").values()).containsExactly("Bearer " + KEY);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenBaseUrlHasPrefixAndSlashThenPathFollowsPrefix(BatchPipeOperation operation) {
		respond(200, "application/json", "{}");
		call(OperationCall.of(operation).on(client(server.baseUrl() + "/proxy/batch%20pipe/", (builder) -> {
		})));
		assertThat(onlyRequest().getUrl())
			.isEqualTo("/proxy/batch%20pipe" + OperationCall.path(operation, OperationCall.PIPE, OperationCall.OTHER));
	}

	@ParameterizedTest
	@EnumSource
	void whenIdsNeedEncodingThenPathKeepsItsSegments(BatchPipeOperation operation) {
		respond(200, "application/json", "{}");
		call(OperationCall.of(operation).withIds("a/b?c#d", "..%2f é").on(this.client));
		assertThat(onlyRequest().getUrl())
			.isEqualTo(OperationCall.path(operation, "a%2Fb%3Fc%23d", "..%252f%20%C3%A9"));
	}

	@Test
	void whenJsonIsAPartOfAnArrayThenOnlyThisPartIsSent() {
		respond(202, "application/json", "{}");
		byte[] array = "before{\"n\":1}after".getBytes(StandardCharsets.UTF_8);
		call(this.client.ingest(OperationCall.PIPE, RawJson.of(array, 6, 7)));
		LoggedRequest request = onlyRequest();
		assertThat(request.getBodyAsString()).isEqualTo("{\"n\":1}");
		assertThat(request.getHeader("Content-Length")).isEqualTo("7");
	}

	@Test
	void whenIngestHasOptionsThenKeyAndOriginOfTheCallAreSent() {
		respond(202, "application/json", "{}");
		IngestOptions options = IngestOptions.none()
			.withApiKey(ApiKey.of(CALL_KEY))
			.withOrigin("https://shop.example.com");
		call(this.client.ingest(OperationCall.PIPE, OperationCall.BODY, options));
		LoggedRequest request = onlyRequest();
		assertThat(request.header("Authorization").values()).containsExactly("Bearer " + CALL_KEY);
		assertThat(request.header("Origin").values()).containsExactly("https://shop.example.com");
	}

	@Test
	void whenIngestIsWithoutKeyThenNotEvenThatOfTheClientIsSent() {
		respond(202, "application/json", "{}");
		IngestOptions options = IngestOptions.none().withoutApiKey().withOrigin("https://shop.example.com");
		call(this.client.ingest(OperationCall.PIPE, OperationCall.BODY, options));
		LoggedRequest request = onlyRequest();
		assertThat(request.containsHeader("Authorization")).isFalse();
		assertThat(request.header("Origin").values()).containsExactly("https://shop.example.com");
	}

	@Test
	void whenClientHasNoKeyThenIngestSendsNone() {
		respond(202, "application/json", "{}");
		call(client(server.baseUrl(), (builder) -> builder.apiKey(null)).ingest(OperationCall.PIPE,
				OperationCall.BODY));
		assertThat(onlyRequest().containsHeader("Authorization")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "200", "201", "202" })
	void whenServerRespondsWithJsonThenItIsTheData(int status) {
		respond(status, "application/json", "{\"accepted\":2,\"new_field\":1.10}");
		BatchPipeResponse response = call(this.client.ingest(OperationCall.PIPE, OperationCall.BODY));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.ok()).isTrue();
		assertThat(response.error()).isNull();
		assertThat(response.data()).hasToString("{\"accepted\":2,\"new_field\":1.10}");
	}

	@ParameterizedTest
	@EnumSource
	void whenServerRespondsWithNoContentThenDataIsNull(BatchPipeOperation operation) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.noContent()));
		BatchPipeResponse response = call(OperationCall.of(operation).on(this.client));
		assertThat(response.status()).isEqualTo(204);
		assertThat(response.ok()).isTrue();
		assertThat(response.data()).isNull();
	}

	@Test
	void whenServerRespondsWithAValidationErrorThenFieldErrorsAreInOrder() {
		respond(400, "application/json", """
				{"error":"validation_error","message":"Request body failed validation",
				"errors":{"pipe_name":"Bad name","columns.0.column_name":"Column name is required",
				"destination_config.url":"URL is required for HTTP endpoint destinations"}}""");
		BatchPipeResponse response = call(this.client.createPipe(OperationCall.BODY));
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.error().code()).isEqualTo("validation_error");
		assertThat(response.error().message()).isEqualTo("Request body failed validation");
		assertThat(response.error().fieldErrors()).containsExactly(Map.entry("pipe_name", "Bad name"),
				Map.entry("columns.0.column_name", "Column name is required"),
				Map.entry("destination_config.url", "URL is required for HTTP endpoint destinations"));
	}

	@ParameterizedTest
	@CsvSource({ "302", "401", "404", "409", "418", "429", "499", "500", "503", "599" })
	void whenServerRespondsWithHtmlAndAnErrorStatusThenStatusIsKept(int status) {
		respond(status, "text/html", "<html><body>no</body></html>");
		BatchPipeResponse response = call(this.client.getPipe(OperationCall.PIPE));
		assertThat(response.status()).isEqualTo(status);
		assertThat(response.ok()).isFalse();
		assertThat(response.data()).isNull();
		assertThat(response.error().code()).isNull();
	}

	@Test
	void whenServerRedirectsThenRedirectIsReturned() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.status(307).withHeader("Location", server.baseUrl() + "/elsewhere")));
		assertThat(call(this.client.ingest(OperationCall.PIPE, OperationCall.BODY)).status()).isEqualTo(307);
		assertThat(onlyRequest().getUrl()).isEqualTo("/v1/ingest/" + OperationCall.PIPE);
	}

	@Test
	void whenServerRefusesConnectionsThenRequestWasNotSent() {
		fail(client("http://localhost:" + ClosedPort.find(), (builder) -> {
		}).ingest(OperationCall.PIPE, OperationCall.BODY), BatchPipeTransportException.class,
				(ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.NO));
	}

	@Test
	void whenHostIsUnknownThenRequestWasNotSent() {
		fail(client("http://batchpipe.invalid", (builder) -> {
		}).ingest(OperationCall.PIPE, OperationCall.BODY), BatchPipeTransportException.class,
				(ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.NO));
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE" })
	void whenConnectionBreaksThenPostIsSentOnceAndMayBeProcessed(Fault fault) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFault(fault)));
		BatchPipeClient retrying = client(server.baseUrl(), (builder) -> builder.retryPolicy(RetryPolicy.defaults()));
		fail(retrying.ingest(OperationCall.PIPE, OperationCall.BODY), BatchPipeTransportException.class,
				(ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.UNKNOWN));
		onlyRequest();
	}

	@Test
	void whenResponseIsTruncatedThenItIsATransportFailure() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.aResponse()
				.withStatus(200)
				.withHeader("Content-Type", "application/json")
				.withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
		fail(this.client.ingest(OperationCall.PIPE, OperationCall.BODY), BatchPipeTransportException.class,
				(ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.UNKNOWN));
		onlyRequest();
	}

	@Test
	void whenResponseIsLateThenPostIsSentOnceAndTimesOut() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(10_000)));
		BatchPipeClient impatient = client(server.baseUrl(),
				(builder) -> builder.retryPolicy(RetryPolicy.defaults()).responseTimeout(Duration.ofSeconds(1)));
		fail(impatient.ingest(OperationCall.PIPE, OperationCall.BODY), BatchPipeTimeoutException.class,
				(ex) -> assertThat(ex.requestSent()).isEqualTo(BatchPipeTransportException.RequestSent.UNKNOWN));
		onlyRequest();
	}

	@Test
	void whenResponseIsLargerThanTheLimitThenItIsADecodingFailure() {
		respond(200, "application/json", "\"" + "x".repeat(20_000) + "\"");
		BatchPipeClient limited = client(server.baseUrl(), (builder) -> builder.maxResponseSize(10_000));
		fail(limited.listPipes(), BatchPipeDecodingException.class,
				(ex) -> assertThat(ex).hasMessageContaining("larger than 10000 bytes"));
	}

	private void respond(int status, String contentType, String body) {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(
					WireMock.aResponse().withStatus(status).withHeader("Content-Type", contentType).withBody(body)));
	}

	private LoggedRequest onlyRequest() {
		assertThat(server.getAllServeEvents()).hasSize(1);
		return server.getAllServeEvents().get(0).getRequest();
	}

	static BatchPipeResponse call(Mono<BatchPipeResponse> call) {
		BatchPipeResponse response = call.block(PATIENCE);
		assertThat(response).isNotNull();
		return response;
	}

	static <T extends BatchPipeException> void fail(Mono<BatchPipeResponse> call, Class<T> type,
			Consumer<T> requirements) {
		StepVerifier.create(call)
			.expectErrorSatisfies((ex) -> assertThat(ex).isExactlyInstanceOf(type)
				.asInstanceOf(InstanceOfAssertFactories.type(type))
				.satisfies(requirements))
			.verify(PATIENCE);
	}

}
