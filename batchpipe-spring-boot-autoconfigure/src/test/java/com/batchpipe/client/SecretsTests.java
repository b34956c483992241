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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the API key and the body of a request are exposed only to the service.
 */
class SecretsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration HASTE = Duration.ofMillis(500);

	private static final String KEY = "bp_v1_root_credential";

	private static final String CARD = "4111-1111-1111-1111";

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	@RegisterExtension
	static final WireMockExtension otherHost = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"))
		.build();

	private static final Map<String, ResponseDefinitionBuilder> FAILURES = Map.of("reset",
			WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "empty",
			WireMock.aResponse().withFault(Fault.EMPTY_RESPONSE), "truncated",
			WireMock.aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), "late",
			WireMock.ok().withFixedDelay(10_000), "html", WireMock.ok("<html>"), "garbage",
			WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "large", WireMock.ok("x".repeat(5000)),
			"unauthorized", WireMock.unauthorized(), "unavailable", WireMock.serviceUnavailable());

	static Stream<Arguments> failures() {
		HttpClientSettings settings = HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW);
		List<ClientHttpConnector> connectors = List.of(ClientHttpConnectorBuilder.reactor().build(settings),
				ClientHttpConnectorBuilder.jetty().build(settings),
				ClientHttpConnectorBuilder.httpComponents().build(settings),
				ClientHttpConnectorBuilder.jdk().build(settings));
		return connectors.stream()
			.flatMap((connector) -> Stream.concat(FAILURES.keySet().stream(), Stream.of("refused"))
				.map((failure) -> Arguments.of(connector.getClass().getSimpleName(), failure, connector)));
	}

	@ParameterizedTest(name = "{0}, {1}")
	@MethodSource("failures")
	void whenCallFailsThenNothingThatCanBeReachedFromItsExceptionHoldsTheKeyOrTheRecords(String name, String failure,
			ClientHttpConnector connector) {
		ResponseDefinitionBuilder response = FAILURES.get(failure);
		if (response != null) {
			server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
		}
		String baseUrl = (response != null) ? server.baseUrl() : "http://localhost:" + ClosedPort.find();
		Throwable ex = failureOf(client(baseUrl, (builder) -> builder.clientConnector(connector)
			.responseTimeout(failure.equals("late") ? HASTE : PATIENCE)));
		ObjectGraph graph = ObjectGraph.of(ex);
		assertThat(graph.size()).isGreaterThan(5);
		assertThat(graph.strings()).noneMatch((text) -> text.contains(KEY) || text.contains(CARD));
	}

	@Test
	void whenObjectHoldsTheKeyDeepInsideThenTheGraphFindsIt() {
		Throwable ex = new IllegalStateException(new RuntimeException("x"));
		ex.addSuppressed(new BatchPipeTransportException(BatchPipeOperation.INGEST, 1,
				BatchPipeTransportException.RequestSent.NO, "no", new RuntimeException(new Exception("has " + KEY))));
		assertThat(ObjectGraph.of(ex).strings()).anyMatch((text) -> text.contains(KEY));
		assertThat(ObjectGraph.of(List.of(Map.of("a", ApiKey.of(KEY)))).strings())
			.anyMatch((text) -> text.contains(KEY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ok", "reset", "late", "html", "unauthorized" })
	void whenEverythingIsLoggedThenKeyAndRecordsAreNot(String response) {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(response.equals("ok") ? WireMock.okJson("{}") : FAILURES.get(response)));
		WebClient.Builder detailed = WebClient.builder()
			.codecs((codecs) -> codecs.defaultCodecs().enableLoggingRequestDetails(true));
		BatchPipeClient client = client(server.baseUrl(), (builder) -> builder.webClientBuilder(detailed)
			.responseTimeout(response.equals("late") ? HASTE : PATIENCE));
		List<String> log = traced(() -> client.ingest(OperationCall.PIPE, Map.of("card", CARD))
			.onErrorResume((ex) -> Mono.empty())
			.block(PATIENCE));
		assertThat(log).anyMatch((line) -> line.contains("HTTP POST") && line.contains("Accept"));
		assertThat(log).noneMatch((line) -> line.contains(KEY) || line.contains(CARD));
	}

	@ParameterizedTest
	@ValueSource(strings = { KEY, "r00t\"cred+/=$1", "plain" })
	void whenServiceRepeatsTheKeyThenNothingThatIsPrintedShowsIt(String secret) {
		String echo = JsonMapper.shared().writeValueAsString("no " + secret + ", nor bp_v1_other'key");
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock
				.jsonResponse("{\"error\":%1$s,\"message\":%1$s,\"errors\":{%1$s:[%1$s]}}".formatted(echo), 401)));
		BatchPipeClient client = client(server.baseUrl(), (builder) -> builder.apiKey(ApiKey.of(secret)));
		List<BatchPipeResponse> responses = new ArrayList<>();
		List<String> printed = new ArrayList<>(traced(() -> responses.add(client.listPipes().block(PATIENCE))));
		BatchPipeApiException ex = BatchPipeApiException.of(responses.get(0));
		printed.addAll(List.of(ex.toString(), ex.response().toString(), String.valueOf(ex.response().error()),
				ex.fieldErrors().toString(), String.valueOf(ex.code()), String.valueOf(ex.serverMessage())));
		assertThat(printed).noneMatch((line) -> line.contains(secret) || line.contains("other'key"));
		assertThat(ex.serverMessage()).startsWith("no ").contains("******, nor bp_v1_******");
		assertThat(ex.response().data().get("message").stringValue()).contains(secret);
	}

	@Test
	void whenAKeyIsMintedThenItsSecretIsInTheDataAloneAndNothingThatIsPrintedShowsIt() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.jsonResponse("{\"api_key\":\"bp_v1_minted\",\"n\":{\"bp_v1_minted\":\"x\"}}", 201)));
		BatchPipeClient client = client(server.baseUrl(), (builder) -> {
		});
		List<BatchPipeResponse> responses = new ArrayList<>();
		List<String> printed = new ArrayList<>(
				traced(() -> responses.add(client.createApiKey(Map.of("a", 1)).block(PATIENCE))));
		BatchPipeResponse response = responses.get(0);
		printed.add(response.toString());
		printed.add(failureToRead(response));
		assertThat(printed).noneMatch((line) -> line.contains("bp_v1_minted"));
		assertThat(response.data().get("api_key").stringValue()).isEqualTo("bp_v1_minted");
	}

	private static String failureToRead(BatchPipeResponse response) {
		try {
			return String.valueOf(response.dataAs(new ParameterizedTypeReference<Map<String, Map<String, Integer>>>() {
			}));
		}
		catch (BatchPipeDecodingException ex) {
			return ex.toString();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void whenServerRedirectsToAnotherHostThenNothingIsSentThere(int status) {
		otherHost.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.status(status)
				.withHeader("Location", "http://127.0.0.1:" + otherHost.getPort() + "/v1/ingest/x")));
		BatchPipeClient client = client(server.baseUrl(), (builder) -> {
		});
		assertThat(client.ingest(OperationCall.PIPE, Map.of()).block(PATIENCE).status()).isEqualTo(status);
		assertThat(otherHost.getAllServeEvents()).isEmpty();
	}

	@Test
	void whenFilterOfTheApplicationLooksAtTheRequestThenItDoesNotSeeTheKey() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		List<String> seen = new ArrayList<>();
		WebClient.Builder filtered = WebClient.builder().filter((request, next) -> {
			seen.add(request.headers().toString() + request.attributes());
			return next.exchange(request);
		});
		client(server.baseUrl(), (builder) -> builder.webClientBuilder(filtered)).listPipes().block(PATIENCE);
		assertThat(seen).hasSize(1).noneMatch((text) -> text.contains(KEY));
	}

	@Test
	void whenBuilderOfTheApplicationHasItsOwnAuthorizationThenItIsNotSent() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		WebClient.Builder foreign = WebClient.builder().defaultHeader("Authorization", "Basic Zm9yZWlnbg==");
		BatchPipeClient client = client(server.baseUrl(), (builder) -> builder.webClientBuilder(foreign));
		client.health().then(client.listPipes()).block(PATIENCE);
		assertThat(server.getAllServeEvents().stream().map((event) -> event.getRequest().header("Authorization")))
			.anySatisfy((header) -> assertThat(header.isPresent()).isFalse())
			.anySatisfy((header) -> assertThat(header.values()).containsExactly("Bearer " + KEY));
	}

	@Test
	void whenBuilderOfTheApplicationHasItsOwnUserAgentThenItIsSent() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		WebClient.Builder named = WebClient.builder().defaultHeader("User-Agent", "shop/1");
		client(server.baseUrl(), (builder) -> builder.webClientBuilder(named)).health().block(PATIENCE);
		assertThat(server.getAllServeEvents().get(0).getRequest().header("User-Agent").values())
			.containsExactly("shop/1");
	}

	@Test
	void whenObjectsArePrintedThenTheyDoNotShowTheKey() {
		ApiKey key = ApiKey.of(KEY);
		BatchPipeClient client = client(server.baseUrl(), (builder) -> {
		});
		assertThat(Stream
			.of(key, IngestOptions.none().withApiKey(key), CallOptions.none().withApiKey(key), client,
					ApiKeyProvider.of(key), client.withOptions(CallOptions.none().withApiKey(key)), RawJson.of(KEY))
			.map(Object::toString)).noneMatch((text) -> text.contains(KEY));
		assertThat(JsonMapper.builder().build().writeValueAsString(Map.of("key", key)))
			.isEqualTo("{\"key\":\"******\"}");
	}

	private static Throwable failureOf(BatchPipeClient client) {
		try {
			return BatchPipeApiException.of(client.ingest(OperationCall.PIPE, Map.of("card", CARD)).block(PATIENCE));
		}
		catch (BatchPipeException ex) {
			return ex;
		}
	}

	private static BatchPipeClient client(String baseUrl, Consumer<BatchPipeClient.Builder> customizer) {
		BatchPipeClient.Builder builder = BatchPipeClient.builder()
			.baseUrl(baseUrl)
			.apiKey(ApiKey.of(KEY))
			.maxResponseSize(4000)
			.retryPolicy(RetryPolicy.none())
			.responseTimeout(PATIENCE);
		customizer.accept(builder);
		return builder.build();
	}

	private static List<String> traced(Runnable action) {
		List<String> lines = Collections.synchronizedList(new ArrayList<>());
		Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
		Level level = root.getLevel();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				lines.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
			}

		};
		appender.start();
		List<Appender<ILoggingEvent>> others = new ArrayList<>();
		root.iteratorForAppenders().forEachRemaining(others::add);
		others.forEach(root::detachAppender);
		root.addAppender(appender);
		root.setLevel(Level.TRACE);
		try {
			action.run();
		}
		finally {
			root.setLevel(level);
			root.detachAppender(appender);
			others.forEach(root::addAppender);
		}
		return List.copyOf(lines);
	}

}
