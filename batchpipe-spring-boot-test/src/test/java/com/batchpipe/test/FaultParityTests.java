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
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeException;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.client.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the faults of {@link BatchPipeServer} and those of WireMock have the same
 * effect on a client.
 */
@ExtendWith(OutputCaptureExtension.class)
class FaultParityTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final Duration AMPLE = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(500);

	private static final String MALFORMED = "{\"accepted\": ";

	private static WireMockServer wireMock;

	private static BatchPipeServer server;

	@BeforeAll
	static void start() {
		wireMock = new WireMockServer(WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
		wireMock.start();
		server = BatchPipeServer.builder().pipes(PIPE).start();
	}

	@AfterAll
	static void stop() {
		wireMock.stop();
		server.close();
	}

	@AfterEach
	void reset() {
		wireMock.resetAll();
		server.reset();
	}

	static Stream<Arguments> faults() {
		return Stream.of(fault("status", (scope) -> scope.respond(503), WireMock.aResponse().withStatus(503)),
				fault("status with body",
						(scope) -> scope
							.respond(ScriptedResponse.validationError(Map.of("0.amount", "Amount is required"))),
						json("""
								{"error":"validation_error","message":"Request body failed validation",
								"errors":{"0.amount":"Amount is required"}}""").withStatus(400)),
				fault("Retry-After in seconds", (scope) -> scope.rateLimited(Duration.ofSeconds(7)),
						WireMock.aResponse().withStatus(429).withHeader("Retry-After", "7")),
				fault("Retry-After as date", (scope) -> scope.rateLimited(Instant.parse("2099-01-02T03:04:05Z")),
						WireMock.aResponse()
							.withStatus(429)
							.withHeader("Retry-After", "Fri, 02 Jan 2099 03:04:05 GMT")),
				fault("latency within the timeout", (scope) -> {
					scope.latency(Duration.ofMillis(50));
					scope.respond(200, Map.of("accepted", 1));
				}, json("{\"accepted\":1}").withFixedDelay(50)),
				timeout("latency beyond the timeout", (scope) -> scope.latency(Duration.ofSeconds(60)),
						json("{\"accepted\":1}").withFixedDelay(60_000)),
				timeout("never respond", FaultScope::neverRespond, json("{}").withFixedDelay(60_000)),
				fault("reset", FaultScope::resetConnection,
						WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)),
				fault("close", FaultScope::closeConnection, WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE)),
				fault("truncate", FaultScope::truncate, WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)),
				fault("malformed JSON", FaultScope::malformedJson, json(MALFORMED)),
				fault("HTML", (scope) -> scope.html(502),
						WireMock.aResponse()
							.withStatus(502)
							.withHeader("Content-Type", "text/html")
							.withBody("<html>502</html>")),
				fault("huge body", (scope) -> scope.hugeBody(5 * 1024 * 1024),
						json("{\"padding\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}")),
				fault("redirect", (scope) -> scope.redirectTo("http://127.0.0.1:1/"),
						WireMock.aResponse().withStatus(302).withHeader("Location", "http://127.0.0.1:1/")),
				fault("dribble within the timeout", (scope) -> scope.dribble(Duration.ofMillis(100)),
						json("{\"status\":\"dribbled\"}").withChunkedDribbleDelay(10, 100)),
				timeout("dribble beyond the timeout", (scope) -> scope.dribble(Duration.ofSeconds(60)),
						json("{\"status\":\"dribbled\"}").withChunkedDribbleDelay(10, 60_000)));
	}

	private static Arguments fault(String name, Consumer<FaultScope> embedded, ResponseDefinitionBuilder wireMock) {
		return Arguments.of(name, embedded, wireMock, AMPLE);
	}

	/**
	 * A duration that exceeds the client's timeout, however slow the machine is.
	 */
	private static Arguments timeout(String name, Consumer<FaultScope> embedded, ResponseDefinitionBuilder wireMock) {
		return Arguments.of(name, embedded, wireMock, SHORT);
	}

	private static ResponseDefinitionBuilder json(String body) {
		return WireMock.okJson(body);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("faults")
	void clientSeesFaultAsFromWireMock(String name, Consumer<FaultScope> embedded, ResponseDefinitionBuilder response,
			Duration timeout, CapturedOutput output) {
		wireMock.stubFor(WireMock.post("/v1/ingest/" + PIPE).willReturn(response));
		embedded.accept(server.on(BatchPipeOperation.INGEST));
		Outcome expected = call(wireMock.baseUrl(), timeout);
		Outcome actual = call(server.url(), timeout);
		assertThat(actual).isEqualTo(expected);
		assertThat(output).doesNotContain(" ERROR ");
	}

	private static Outcome call(String url, Duration timeout) {
		try (BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(url)
			.apiKey(ApiKey.of(server.apiKey().reveal()))
			.retryPolicy(RetryPolicy.none())
			.responseTimeout(timeout)
			.callTimeout(timeout.multipliedBy(2))
			.build()) {
			return Outcome.of(client.ingest(PIPE, Map.of("id", 1)).block(AMPLE));
		}
		catch (BatchPipeException ex) {
			return Outcome.of(ex);
		}
	}

	/**
	 * The outcome as seen by the caller of the client.
	 */
	private record Outcome(@Nullable Integer status, @Nullable String data, @Nullable String error,
			@Nullable String retryAfter, @Nullable String location, @Nullable String exception,
			BatchPipeTransportException.@Nullable RequestSent requestSent) {

		static Outcome of(@Nullable BatchPipeResponse response) {
			assertThat(response).isNotNull();
			return new Outcome(response.status(), String.valueOf(response.data()), String.valueOf(response.error()),
					response.headers().getFirst("Retry-After"), response.headers().getFirst("Location"), null, null);
		}

		static Outcome of(BatchPipeException ex) {
			return new Outcome(null, null, null, null, null, ex.getClass().getName() + ": " + ex.getMessage(),
					(ex instanceof BatchPipeTransportException transport) ? transport.requestSent() : null);
		}

	}

}
