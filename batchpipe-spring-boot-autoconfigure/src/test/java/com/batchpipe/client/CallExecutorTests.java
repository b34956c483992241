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

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallExecutor} with virtual time.
 */
class CallExecutorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final Deque<Supplier<Mono<ClientResponse>>> responses = new ArrayDeque<>();

	private int requests;

	@Test
	void whenIdempotentCallFailsForAWhileThenItIsRetriedUntilItSucceeds() {
		respond(503).respond(new ConnectException("refused")).respond(200);
		verify((client) -> client.listPipes()).thenAwait(Duration.ofSeconds(1)).assertNext((response) -> {
			assertThat(response.status()).isEqualTo(200);
			assertThat(response.attempts()).isEqualTo(3);
		}).expectComplete().verify(PATIENCE);
		assertThat(this.requests).isEqualTo(3);
	}

	@Test
	void whenRetriesAreUsedUpThenLastStatusIsReturned() {
		respond(503).respond(500).respond(502).respond(200);
		verify((client) -> client.listPipes()).thenAwait(Duration.ofSeconds(1)).assertNext((response) -> {
			assertThat(response.status()).isEqualTo(502);
			assertThat(response.attempts()).isEqualTo(3);
			assertThat(BatchPipeApiException.of(response)).hasMessageEndingWith("(3 attempts)");
		}).expectComplete().verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 503 })
	void whenRetriesAreOffThenFirstStatusIsReturned(int status) {
		respond(status, "Retry-After", "1").respond(200);
		verify((client) -> client.listPipes(), (builder) -> builder.retryPolicy(RetryPolicy.none()))
			.assertNext((response) -> assertThat(response.status()).isEqualTo(status))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.requests).isOne();
	}

	@Test
	void whenRetriesAreOffThenFirstFailureIsReturned() {
		respond(new ConnectException("refused")).respond(200);
		verify((client) -> client.listPipes(), (builder) -> builder.retryPolicy(RetryPolicy.none()))
			.expectErrorSatisfies((ex) -> assertThat(((BatchPipeException) ex).attempts()).isOne())
			.verify(PATIENCE);
		assertThat(this.requests).isOne();
	}

	@Test
	void whenServiceSaysWhenToComeBackThenClientWaitsThatLong() {
		respond(429, "Retry-After", "10").respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY)).expectSubscription()
			.expectNoEvent(Duration.ofMillis(9999))
			.then(() -> assertThat(this.requests).isOne())
			.thenAwait(Duration.ofMillis(1))
			.assertNext((response) -> assertThat(response.attempts()).isEqualTo(2))
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "soon", "-5", "Mon, 23 Nov 1998 10:00:00 GMT" })
	void whenServiceSaysNothingUsableThenBackoffApplies(String retryAfter) {
		respond(429, "Retry-After", retryAfter).respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY)).thenAwait(Duration.ofMillis(200))
			.assertNext((response) -> assertThat(response.attempts()).isEqualTo(2))
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "Mon, 23 Nov 1998 10:00:00 GMT" })
	void whenUnavailableServiceSaysToComeBackAtOnceThenPostIsRetriedWithBackoff(String retryAfter) {
		respond(503, "Retry-After", retryAfter).respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY)).thenAwait(Duration.ofMillis(200))
			.assertNext((response) -> assertThat(response.attempts()).isEqualTo(2))
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "31", "86400", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void whenServiceAsksToWaitTooLongThenItsResponseIsReturnedAtOnce(String retryAfter) {
		respond(429, "Retry-After", retryAfter).respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY)).assertNext((response) -> {
			assertThat(response.status()).isEqualTo(429);
			assertThat(response.retryAfter()).isGreaterThan(Duration.ofSeconds(30));
		}).expectComplete().verify(PATIENCE);
		assertThat(this.requests).isOne();
	}

	@Test
	void whenWaitWouldOutlastTheCallThenResponseIsReturnedAtOnce() {
		respond(429, "Retry-After", "20").respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY),
				(builder) -> builder.callTimeout(Duration.ofSeconds(20)))
			.assertNext((response) -> assertThat(response.status()).isEqualTo(429))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenServerHangsThenIdempotentCallEndsAtTheCallTimeout() {
		respond(Mono.never()).respond(Mono.never()).respond(Mono.never());
		verify((client) -> client.listPipes()).expectSubscription()
			.expectNoEvent(Duration.ofMillis(59_999))
			.thenAwait(Duration.ofMillis(1))
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(BatchPipeTimeoutException.class)
					.hasMessageContaining("call timeout of PT1M");
				assertThat(((BatchPipeTimeoutException) ex).attempts()).isEqualTo(2);
				assertThat(ex.getSuppressed()).singleElement()
					.satisfies((first) -> assertThat(first).hasMessageContaining("response timeout of PT30S"));
			})
			.verify(PATIENCE);
		assertThat(this.requests).isEqualTo(2);
	}

	@Test
	void whenServerHangsThenPostEndsAtTheResponseTimeoutAndIsSentOnce() {
		respond(Mono.never()).respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY)).expectSubscription()
			.expectNoEvent(Duration.ofMillis(29_999))
			.thenAwait(Duration.ofMillis(1))
			.expectErrorSatisfies(
					(ex) -> assertThat(((BatchPipeTimeoutException) ex).requestSent()).isEqualTo(RequestSent.UNKNOWN))
			.verify(PATIENCE);
		assertThat(this.requests).isOne();
	}

	@Test
	void whenUserAllowsItThenPostIsRetriedAfterATimeout() {
		respond(Mono.never()).respond(202);
		RetryPolicy policy = RetryPolicy.builder().retryNonIdempotent(true).build();
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY),
				(builder) -> builder.retryPolicy(policy))
			.thenAwait(Duration.ofSeconds(31))
			.assertNext((response) -> assertThat(response.attempts()).isEqualTo(2))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenTimeoutIsForeverThenItIsAccepted() {
		respond(200);
		Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
		verify((client) -> client.listPipes(), (builder) -> builder.callTimeout(forever).responseTimeout(forever))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenBodyOfAnErrorNeverEndsThenStatusIsNotHidden() {
		respond(Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(404)).body(Flux.never()).build()));
		verify((client) -> client.getPipe(OperationCall.PIPE)).expectSubscription()
			.expectNoEvent(Duration.ofMillis(29_999))
			.thenAwait(Duration.ofMillis(1))
			.assertNext((response) -> {
				assertThat(response.status()).isEqualTo(404);
				assertThat(response.data()).isNull();
			})
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenBodyOfAnErrorBreaksThenStatusIsNotHidden() {
		respond(Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(409))
			.body(Flux.error(new IOException("reset")))
			.build()));
		verify((client) -> client.createPipe(OperationCall.BODY))
			.assertNext((response) -> assertThat(response.status()).isEqualTo(409))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenSeveralAttemptsFailThenLastFailureTellsThemAll() {
		respond(new ConnectException("first")).respond(503).respond(new IOException("third"));
		verify((client) -> client.listPipes()).thenAwait(Duration.ofSeconds(1)).expectErrorSatisfies((ex) -> {
			assertThat(ex).hasMessageContaining("third").hasMessageContaining("(3 attempts)");
			assertThat(ex.getSuppressed()).hasSize(1);
			assertThat(ex.getSuppressed()[0]).isInstanceOf(BatchPipeApiException.ServerError.class);
			assertThat(ex.getSuppressed()[0].getSuppressed()).singleElement()
				.satisfies((first) -> assertThat(first).hasMessageContaining("first"));
		}).verify(PATIENCE);
	}

	@Test
	void whenStatusFollowsFailuresThenItsExceptionTellsThemAll() {
		respond(new IOException("first")).respond(503).respond(400);
		verify((client) -> client.deletePipe(OperationCall.PIPE)).thenAwait(Duration.ofSeconds(1))
			.assertNext((response) -> {
				BatchPipeApiException ex = BatchPipeApiException.of(response);
				assertThat(ex.getSuppressed()).singleElement()
					.isInstanceOf(BatchPipeApiException.ServerError.class)
					.satisfies((second) -> assertThat(second.getSuppressed()).singleElement()
						.satisfies((first) -> assertThat(first).hasMessageContaining("first")));
			})
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenCallerGivesUpDuringTheBackoffThenNothingMoreIsSent() {
		respond(429, "Retry-After", "10").respond(202);
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY)).thenAwait(Duration.ofSeconds(5))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.requests).isOne();
	}

	@Test
	void whenKeyProviderFailsThenNothingIsSentAndItIsAskedAgain() {
		respond(202);
		Deque<Mono<ApiKey>> keys = new ArrayDeque<>();
		keys.add(Mono.error(new IOException("vault is sealed")));
		keys.add(Mono.just(ApiKey.of("bp_v1_key")));
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY),
				(builder) -> builder.apiKeyProvider(keys::remove))
			.thenAwait(Duration.ofSeconds(1))
			.assertNext((response) -> assertThat(response.attempts()).isEqualTo(2))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.requests).isOne();
	}

	@Test
	void whenKeyProviderThrowsThenItIsAnErrorSignalOfTheClient() {
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY),
				(builder) -> builder.retryPolicy(RetryPolicy.none()).apiKeyProvider(() -> {
					throw new IllegalStateException("vault is sealed");
				}))
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isExactlyInstanceOf(BatchPipeTransportException.class)
					.hasMessageContaining("ApiKeyProvider")
					.hasRootCauseMessage("vault is sealed");
				assertThat(((BatchPipeTransportException) ex).requestSent()).isEqualTo(RequestSent.NO);
			})
			.verify(PATIENCE);
	}

	@Test
	void whenKeyProviderHangsThenCallEndsInTime() {
		verify((client) -> client.ingest(OperationCall.PIPE, OperationCall.BODY),
				(builder) -> builder.apiKeyProvider(Mono::never))
			.thenAwait(Duration.ofSeconds(30))
			.expectError(BatchPipeTimeoutException.class)
			.verify(PATIENCE);
	}

	@Test
	void whenMonoIsSubscribedTwiceThenThereAreTwoCalls() {
		respond(202).respond(202);
		verify((client) -> {
			Mono<BatchPipeResponse> call = client.ingest(OperationCall.PIPE, OperationCall.BODY);
			return call.then(call);
		}).assertNext((response) -> assertThat(response.attempts()).isOne()).expectComplete().verify(PATIENCE);
		assertThat(this.requests).isEqualTo(2);
	}

	@Test
	void whenClientIsDerivedThenOnlyItsOwnSettingsDiffer() {
		respond(503).respond(503).respond(200);
		verify((client) -> client.withOptions(CallOptions.none().withRetryPolicy(RetryPolicy.none()))
			.listPipes()
			.then(client.listPipes())).thenAwait(Duration.ofSeconds(1))
			.assertNext((response) -> assertThat(response.attempts()).isEqualTo(2))
			.expectComplete()
			.verify(PATIENCE);
	}

	private StepVerifier.FirstStep<BatchPipeResponse> verify(Function<BatchPipeClient, Mono<BatchPipeResponse>> call) {
		return verify(call, (builder) -> {
		});
	}

	private StepVerifier.FirstStep<BatchPipeResponse> verify(Function<BatchPipeClient, Mono<BatchPipeResponse>> call,
			Consumer<BatchPipeClient.Builder> customizer) {
		return StepVerifier.withVirtualTime(() -> call.apply(client(customizer)));
	}

	private BatchPipeClient client(Consumer<BatchPipeClient.Builder> customizer) {
		DefaultBatchPipeClientBuilder builder = new DefaultBatchPipeClientBuilder();
		builder.nanoTime(() -> VirtualTimeScheduler.get().now(TimeUnit.NANOSECONDS));
		builder.baseUrl("http://localhost").apiKey(ApiKey.of("bp_v1_virtual"));
		builder.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange));
		customizer.accept(builder);
		return builder.build();
	}

	private Mono<ClientResponse> exchange(ClientRequest request) {
		this.requests++;
		return this.responses.remove()
			.get()
			.onErrorMap((ex) -> new WebClientRequestException(ex, request.method(), request.url(), request.headers()));
	}

	private CallExecutorTests respond(int status, String... header) {
		this.responses.add(() -> {
			ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf(status));
			if (header.length > 0) {
				response.header(header[0], header[1]);
			}
			return Mono.just(response.header(HttpHeaders.CONTENT_TYPE, "application/json").body("{}").build());
		});
		return this;
	}

	private CallExecutorTests respond(Throwable failure) {
		return respond(Mono.error(failure));
	}

	private CallExecutorTests respond(Mono<ClientResponse> response) {
		this.responses.add(() -> response);
		return this;
	}

}
