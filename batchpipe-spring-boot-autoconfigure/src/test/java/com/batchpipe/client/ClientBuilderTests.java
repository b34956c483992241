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

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.reactive.function.client.DefaultClientRequestObservationConvention;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.client.netty.BatchPipeConnectionProvider;
import com.batchpipe.hostile.RecordedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for clients built with {@link BatchPipeClient#builder()}: their calls, their pool
 * and their use of the application's {@link WebClient.Builder}.
 */
class ClientBuilderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	@Test
	void whenNobodySubscribesThenNothingIsSent() {
		try (BatchPipeClient client = BatchPipeClient.builder().baseUrl(server.baseUrl()).build()) {
			assertThat(client.health()).isNotNull();
			assertThat(server.getAllServeEvents()).isEmpty();
		}
	}

	@Test
	void whenSubscribedTwiceThenEachSubscriptionIsACall() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		try (BatchPipeClient client = BatchPipeClient.builder().baseUrl(server.baseUrl()).build()) {
			Mono<BatchPipeResponse> call = client.health();
			call.block(PATIENCE);
			call.block(PATIENCE);
			assertThat(server.getAllServeEvents()).hasSize(2);
		}
	}

	@Test
	void whenCallFailsThenItIsLogged() {
		assertThat(linesOfAFailedCall(CallOptions.none())).singleElement()
			.asString()
			.contains("Call to BatchPipe failed: list_pipes: 401");
	}

	@Test
	void whenFailedCallsAreNotLoggedThenNothingIsSaidOfThem() {
		assertThat(linesOfAFailedCall(CallOptions.none().withFailedCallsLogged(false))).isEmpty();
	}

	private static List<String> linesOfAFailedCall(CallOptions options) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.unauthorized()));
		try (RecordedLog log = RecordedLog.start();
				BatchPipeClient client = BatchPipeClient.builder()
					.baseUrl(server.baseUrl())
					.apiKey(ApiKey.of("bp_v1_log"))
					.build()) {
			client.withOptions(options).listPipes().block(PATIENCE);
			return log.lines();
		}
	}

	@Test
	void poolClosesConnectionsBeforeALoadBalancerDropsThem() {
		ConnectionProvider connections = BatchPipeConnectionProvider.create("pool");
		try {
			ConnectionProvider.Builder pool = connections.mutate();
			assertThat(ReflectionTestUtils.getField(pool, "maxIdleTime")).isEqualTo(Duration.ofSeconds(20));
			assertThat(ReflectionTestUtils.getField(pool, "maxLifeTime")).isEqualTo(Duration.ofMinutes(5));
			assertThat(ReflectionTestUtils.getField(pool, "leasingStrategy")).isEqualTo("lifo");
		}
		finally {
			connections.dispose();
		}
	}

	@Test
	void whenApplicationHasAConventionForRequestsThenItIsKept() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		TestObservationRegistry registry = TestObservationRegistry.create();
		WebClient.Builder webClientBuilder = WebClient.builder()
			.observationRegistry(registry)
			.observationConvention(new DefaultClientRequestObservationConvention("acme.requests"));
		try (BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(server.baseUrl())
			.webClientBuilder(webClientBuilder)
			.build()) {
			client.health().block(PATIENCE);
		}
		TestObservationRegistryAssert.assertThat(registry).hasObservationWithNameEqualTo("acme.requests");
	}

	@Test
	void whenClientIsBuiltThenItsWebClientIsBuiltWithTheFirstCall() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		AtomicInteger codecs = new AtomicInteger();
		WebClient.Builder webClientBuilder = WebClient.builder().codecs((configurer) -> codecs.incrementAndGet());
		try (BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(server.baseUrl())
			.webClientBuilder(webClientBuilder)
			.build()) {
			webClientBuilder.defaultHeader("X-Too-Late", "true");
			assertThat(codecs).hasValue(0);
			client.health().block(PATIENCE);
			client.health().block(PATIENCE);
		}
		assertThat(codecs).hasValue(1);
		server.verify(2, WireMock.anyRequestedFor(WireMock.anyUrl()).withoutHeader("X-Too-Late"));
	}

	@Test
	void whenCodecsCannotBeMadeThenTheCallFailsAndLeavesNoObservation() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		WebClient.Builder webClientBuilder = WebClient.builder().codecs((configurer) -> {
			throw new IllegalStateException("no codecs");
		});
		try (BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(server.baseUrl())
			.observationRegistry(registry)
			.webClientBuilder(webClientBuilder)
			.build()) {
			StepVerifier.create(client.health()).expectErrorMessage("no codecs").verify(PATIENCE);
		}
		TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
	}

}
