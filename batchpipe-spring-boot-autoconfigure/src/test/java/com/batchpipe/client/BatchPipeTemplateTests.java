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
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.BDDMockito;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BatchPipeTemplate}.
 */
class BatchPipeTemplateTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort())
		.build();

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl(server.baseUrl())
		.apiKey(ApiKey.of("bp_v1_template"))
		.retryPolicy(RetryPolicy.none())
		.build();

	private final BatchPipeTemplate template = new BatchPipeTemplate(this.client);

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenOperationIsCalledThenItSendsWhatTheContractSays(BatchPipeOperation operation) {
		respond(WireMock.okJson("{\"a\":1}"));
		BatchPipeResponse response = OperationCall.of(operation).on(this.template);
		assertThat(response.operation()).isEqualTo(operation);
		assertThat(response.data()).hasToString("{\"a\":1}");
		assertThat(server.getAllServeEvents()).singleElement().satisfies((event) -> {
			assertThat(event.getRequest().getMethod().getName()).isEqualTo(OperationCall.method(operation));
			assertThat(event.getRequest().getUrl())
				.isEqualTo(OperationCall.path(operation, OperationCall.PIPE, OperationCall.OTHER));
		});
	}

	@ParameterizedTest
	@CsvSource({ "302, BatchPipeApiException", "400, BadRequest", "401, Unauthorized", "403, Forbidden",
			"404, NotFound", "409, Conflict", "413, PayloadTooLarge", "429, TooManyRequests", "500, ServerError" })
	void whenStatusIsNotOkThenItIsAnException(int status, String type) {
		respond(WireMock.status(status).withBody("<html>"));
		assertThatExceptionOfType(BatchPipeApiException.class).isThrownBy(() -> this.template.createPipe(Map.of()))
			.satisfies((ex) -> assertThat(ex.getClass().getSimpleName()).isEqualTo(type))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
	}

	@Test
	void whenConnectionBreaksThenExceptionIsThatOfTheClient() {
		respond(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
		assertThatExceptionOfType(BatchPipeTransportException.class).isThrownBy(() -> this.template.listPipes());
	}

	@Test
	void whenIngestHasOptionsThenTheyAreSent() {
		respond(WireMock.status(202));
		this.template.ingest(OperationCall.PIPE, Map.of(), IngestOptions.none().withOrigin("https://a.example"));
		assertThat(server.getAllServeEvents().get(0).getRequest().getHeader("Origin")).isEqualTo("https://a.example");
	}

	@Test
	void whenIngestIsWithoutKeyThenNoneIsSent() {
		respond(WireMock.status(202));
		this.template.ingest(OperationCall.PIPE, Map.of(), IngestOptions.none().withoutApiKey());
		assertThat(server.getAllServeEvents().get(0).getRequest().containsHeader("Authorization")).isFalse();
	}

	@Test
	void whenThreadIsAnEventLoopThenCallIsRefusedWithAnExplanationAndNothingIsSent() {
		respond(WireMock.ok());
		AtomicReference<Throwable> failure = new AtomicReference<>();
		this.client.health()
			.doOnNext((response) -> failure.set(failureOf(() -> this.template.listPipes())))
			.block(PATIENCE);
		assertThat(failure.get()).isInstanceOf(IllegalStateException.class)
			.hasMessageContaining("reactor-http")
			.hasMessageContaining("Use BatchPipeClient");
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	@Test
	void whenThreadIsOfTheParallelSchedulerThenCallIsRefused() {
		Mono<BatchPipeResponse> call = Mono.fromCallable(() -> this.template.listPipes())
			.subscribeOn(Schedulers.parallel());
		assertThatIllegalStateException().isThrownBy(() -> call.block(PATIENCE))
			.withMessageContaining("must not block the thread 'parallel-");
	}

	@Test
	void whenThreadIsOfTheBoundedElasticSchedulerThenCallWorks() {
		respond(WireMock.ok());
		assertThat(Mono.fromCallable(() -> this.template.listPipes())
			.subscribeOn(Schedulers.boundedElastic())
			.block(PATIENCE)
			.ok()).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadIsVirtualThenCallWorks() throws Exception {
		respond(WireMock.ok());
		ExecutorService executor = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		try {
			Callable<String> call = () -> this.template.listPipes().status() + " " + Thread.currentThread();
			assertThat(executor.submit(call).get(10, TimeUnit.SECONDS)).startsWith("200 VirtualThread");
		}
		finally {
			executor.shutdown();
		}
	}

	@Test
	void whenThreadIsInterruptedThenCallIsCancelledAndThreadStaysInterrupted() throws Exception {
		CountDownLatch sent = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		BatchPipeTemplate hanging = new BatchPipeTemplate(BatchPipeClient.builder()
			.baseUrl("http://localhost")
			.webClientBuilder(WebClient.builder()
				.exchangeFunction((request) -> Mono.<ClientResponse>never()
					.doOnSubscribe((subscription) -> sent.countDown())
					.doOnCancel(cancelled::countDown)))
			.build());
		BlockingQueue<Object> outcome = new LinkedBlockingQueue<>();
		Thread caller = new Thread(() -> {
			outcome.add(failureOf(() -> hanging.ingest(OperationCall.PIPE, Map.of())));
			outcome.add(Thread.currentThread().isInterrupted());
		});
		caller.start();
		assertThat(sent.await(10, TimeUnit.SECONDS)).isTrue();
		caller.interrupt();
		assertThat(outcome.poll(10, TimeUnit.SECONDS)).isExactlyInstanceOf(BatchPipeTransportException.class)
			.satisfies((ex) -> assertThat((Throwable) ex).hasMessageContaining("interrupted"));
		assertThat(outcome.poll(10, TimeUnit.SECONDS)).isEqualTo(true);
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whenThreadIsInterruptedBeforeTheCallThenItThrowsAndStaysInterrupted() {
		respond(WireMock.ok().withFixedDelay(2000));
		Thread.currentThread().interrupt();
		Throwable failure = failureOf(() -> this.template.listPipes());
		assertThat(Thread.interrupted()).isTrue();
		assertThat(failure).isExactlyInstanceOf(BatchPipeTransportException.class);
	}

	@Test
	void whenCallerHasALoggingContextThenWarningHasItAndItDoesNotStay() {
		respond(WireMock.status(404));
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(BatchPipeClient.class);
		log.start();
		logger.addAppender(log);
		MDC.put("order", "4711");
		try {
			failureOf(() -> this.template.getPipe(OperationCall.PIPE));
			MDC.remove("order");
			failureOf(() -> this.template.deletePipe(OperationCall.PIPE));
		}
		finally {
			MDC.remove("order");
			logger.detachAppender(log);
		}
		assertThat(log.list).hasSize(2).allSatisfy((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getThreadName()).startsWith("reactor-http");
		});
		assertThat(log.list.get(0).getFormattedMessage()).contains("get_pipe: 404");
		assertThat(log.list.get(0).getMDCPropertyMap()).containsEntry("order", "4711");
		assertThat(log.list.get(1).getMDCPropertyMap()).isEmpty();
	}

	@Test
	void whenClientIsAMockThatGivesNothingThenItIsAnIllegalState() {
		BatchPipeClient mock = BDDMockito.mock(BatchPipeClient.class);
		BDDMockito.given(mock.listPipes()).willReturn(Mono.empty());
		assertThatIllegalStateException().isThrownBy(() -> new BatchPipeTemplate(mock).listPipes());
	}

	private static Throwable failureOf(Callable<?> call) {
		try {
			call.call();
			return new AssertionError("No failure");
		}
		catch (Exception ex) {
			return ex;
		}
	}

	private static void respond(ResponseDefinitionBuilder response) {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(response));
	}

}
