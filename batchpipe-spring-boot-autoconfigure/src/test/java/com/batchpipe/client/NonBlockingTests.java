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

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BufferFullException;
import com.batchpipe.publisher.OverflowPolicy;
import com.batchpipe.publisher.PipeStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the client never blocks a thread that must not block. Writing logs is an
 * exception, because it is up to the application.
 */
class NonBlockingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	private static volatile boolean active;

	private final BatchPipeClient client;

	NonBlockingTests() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		this.client = BatchPipeClient.builder()
			.baseUrl(server.baseUrl())
			.apiKey(ApiKey.of("bp_v1_hound"))
			.observationRegistry(registry)
			.retryPolicy(
					RetryPolicy.builder().minBackoff(Duration.ofMillis(1)).maxBackoff(Duration.ofMillis(2)).build())
			.build();
	}

	/**
	 * Replaces threads that were already waiting for work when BlockHound was installed,
	 * because they would be reported as blocking. Afterwards, other tests are not
	 * affected.
	 */
	@BeforeAll
	static void installBlockHound() {
		Schedulers.shutdownNow();
		BlockHound.builder()
			.loadIntegrations()
			.dynamicThreadPredicate((predicate) -> predicate.or((thread) -> true))
			.nonBlockingThreadPredicate((predicate) -> predicate.and((thread) -> active))
			// This lock is held while the bytes of one record are copied.
			.allowBlockingCallsInside("com.batchpipe.publisher.buffer.PipeAccounts", "lock")
			.allowBlockingCallsInside("ch.qos.logback.classic.Logger", "callAppenders")
			.install();
		active = true;
	}

	@AfterAll
	static void releaseBlockHound() {
		active = false;
	}

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void whenThreadOfTheParallelSchedulerBlocksThenItIsDetected() {
		Mono<Integer> blocking = Mono.delay(Duration.ofMillis(1)).map((tick) -> {
			Object lock = new Object();
			synchronized (lock) {
				try {
					lock.wait(1);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return 1;
		});
		StepVerifier.create(blocking)
			.expectErrorSatisfies(
					(ex) -> assertThat(ex).hasStackTraceContaining(BlockingOperationError.class.getName()))
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@EnumSource
	void whenOperationIsCalledOnANonBlockingThreadThenNothingBlocks(BatchPipeOperation operation) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson("{\"a\":[1,2.5,\"x\"]}")));
		Mono<BatchPipeResponse> call = Mono.defer(() -> OperationCall.of(operation).on(this.client))
			.subscribeOn(Schedulers.parallel())
			.doOnNext((response) -> assertThat(response.data()).isNotNull());
		StepVerifier.create(call).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 429, 503 })
	void whenServerRespondsWithAnErrorThenRetriesAndLogsDoNotBlock(int status) {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.jsonResponse("{\"error\":\"e\",\"errors\":{\"a\":\"b\"}}", status)));
		Mono<String> call = Mono.defer(() -> this.client.listPipes())
			.subscribeOn(Schedulers.parallel())
			.map((response) -> BatchPipeApiException.of(response).getMessage());
		StepVerifier.create(call)
			.assertNext((message) -> assertThat(message).contains(status + " e"))
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@EnumSource(names = { "CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK" })
	void whenConnectionBreaksThenHandlingItDoesNotBlock(Fault fault) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.aResponse().withFault(fault)));
		Mono<BatchPipeResponse> call = Mono.defer(() -> this.client.listPipes()).subscribeOn(Schedulers.parallel());
		StepVerifier.create(call)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(BatchPipeTransportException.class)
				.satisfies((failure) -> assertThat(((BatchPipeException) failure).attempts()).isEqualTo(3)))
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@EnumSource
	void whenPublishedOnANonBlockingThreadThenNoOverflowPolicyBlocks(OverflowPolicy overflow) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(3000)));
		BatchPipePublisher publisher = BatchPipePublisher.builder(this.client)
			.pipeId("a")
			.maxBatchSize(512)
			.maxRecordSize(64)
			.maxInFlight(1)
			.maxBufferSize(1024)
			.overflow(overflow)
			.maxBlock(Duration.ofDays(1))
			.drainTimeout(Duration.ofMillis(1))
			.undeliveredRecordHandler((record) -> {
			})
			.build();
		Mono<Integer> publishing = Mono.fromCallable(() -> publish(publisher, 500)).subscribeOn(Schedulers.parallel());
		boolean dropping = overflow == OverflowPolicy.DROP_NEWEST || overflow == OverflowPolicy.DROP_OLDEST;
		StepVerifier.create(publishing).assertNext((refused) -> {
			assertThat(refused).isBetween((dropping) ? 0 : 400, (dropping) ? 0 : 499);
			assertThat(publisher.stats().total(PipeStats::dropped)).isBetween((dropping) ? 400L : 0, 499L);
		}).expectComplete().verify(PATIENCE);
		publisher.close();
		assertThat(publisher.stats().errors()).isZero();
	}

	private static int publish(BatchPipePublisher publisher, int records) {
		int refused = 0;
		for (int i = 0; i < records; i++) {
			try {
				publisher.publish(RawJson.of("{\"n\":123456789}"));
			}
			catch (BufferFullException ex) {
				refused++;
			}
		}
		return refused;
	}

	@Test
	void whenResponseIsLateThenTimingOutDoesNotBlock() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(3000)));
		Mono<BatchPipeResponse> call = Mono.defer(
				() -> this.client.withOptions(CallOptions.none().withCallTimeout(Duration.ofMillis(200))).listPipes())
			.subscribeOn(Schedulers.parallel());
		StepVerifier.create(call).expectError(BatchPipeTimeoutException.class).verify(PATIENCE);
	}

}
