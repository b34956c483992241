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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import com.batchpipe.client.netty.BatchPipeConnectionProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes thousands of calls to a server that responds with all kinds of faults. By
 * default, there are {@value #DEFAULT_CALLS} calls; set the system property
 * {@code batchpipe.test.fault-calls} to change their number.
 */
class FaultRunTests {

	private static final int DEFAULT_CALLS = 3000;

	private static final int CALLS = Integer.getInteger("batchpipe.test.fault-calls", DEFAULT_CALLS);

	private static final long SEED = Long.getLong("batchpipe.test.fault-seed", 20261123L);

	private static final int BLOCKING_CALLERS = 16;

	private static final int CONCURRENT_CALLS = 48;

	private static final ScriptOfFaults script = new ScriptOfFaults(SEED);

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options()
			.dynamicPort()
			.disableRequestJournal()
			.asynchronousResponseEnabled(true)
			.asynchronousResponseThreads(64)
			.containerThreads(96)
			.gzipDisabled(true)
			.extensions(script))
		.build();

	private final ResourceLeakDetector.Level leakDetection = ResourceLeakDetector.getLevel();

	private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();

	private final Collection<ConnectionPoolMetrics> pools = new ConcurrentLinkedQueue<>();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();

	private final ConnectionProvider connections = BatchPipeConnectionProvider.create("faults")
		.mutate()
		.metrics(true, () -> (name, id, address, metrics) -> this.pools.add(metrics))
		.build();

	@BeforeEach
	void detectLeaks() {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		this.leaks.start();
		((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(this.leaks);
	}

	@AfterEach
	void cleanUp() {
		((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).detachAppender(this.leaks);
		ResourceLeakDetector.setLevel(this.leakDetection);
		this.connections.dispose();
	}

	@Test
	void whenServerMisbehavesThenEveryCallIsAccountedForAndNothingLeaks() throws Exception {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
		BatchPipeClient client = client();
		int blocking = CALLS / 4;
		ExecutorService callers = Executors.newFixedThreadPool(BLOCKING_CALLERS);
		BatchPipeTemplate template = new BatchPipeTemplate(client);
		for (int i = 0; i < blocking; i++) {
			int number = i;
			callers.execute(() -> account(() -> template.ingest(OperationCall.PIPE, partOfAnArray(number))));
		}
		Flux.range(blocking, CALLS - blocking)
			.flatMap((number) -> account(call(client, number)), CONCURRENT_CALLS)
			.then()
			.block(Duration.ofMinutes(5));
		callers.shutdown();
		assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).as("no caller is stuck").isTrue();
		assertThat(this.outcomes.values().stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(CALLS);
		assertThat(this.outcomes).containsKeys("200", "429", "503", "502", "BatchPipeTransportException",
				"BatchPipeTimeoutException", "BatchPipeDecodingException");
		assertThat(this.outcomes.keySet()).allMatch((outcome) -> outcome.matches("200|429|502|503|BatchPipe\\w+"));
		assertThat(this.meters.get("batchpipe.client.requests")
			.timers()
			.stream()
			.mapToLong((timer) -> timer.count())
			.sum()).isEqualTo(CALLS);
		assertThat(script.responses()).hasSize(12);
		assertThat(script.processed()).hasSizeGreaterThan(CALLS / 20)
			.allSatisfy((body, times) -> assertThat(times).as(body).hasValue(1));
		assertNoConnectionIsInUse();
		assertNoThreadIsStuck();
		assertThat(leaksAfterCollection()).isEmpty();
	}

	/**
	 * Return a record that is copied to a buffer of the connection on each attempt.
	 */
	private static RawJson partOfAnArray(int number) {
		byte[] json = "{\"n\":%d}".formatted(number).getBytes(StandardCharsets.UTF_8);
		return RawJson.of(json, 0, json.length);
	}

	@Test
	void whenABufferLeaksThenItIsNoticed() {
		leak();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !leaksAfterCollection().isEmpty());
	}

	private static void leak() {
		ByteBufAllocator.DEFAULT.buffer(64).writeByte(1);
	}

	private BatchPipeClient client() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		return BatchPipeClient.builder()
			.baseUrl(server.baseUrl())
			.apiKey(ApiKey.of("bp_v1_faults"))
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections).compress(true)))
			.observationRegistry(registry)
			.maxResponseSize(20_000)
			.responseTimeout(Duration.ofMillis(ScriptOfFaults.DELAY / 2))
			.callTimeout(Duration.ofSeconds(5))
			.retryPolicy(
					RetryPolicy.builder().minBackoff(Duration.ofMillis(2)).maxBackoff(Duration.ofMillis(8)).build())
			.build();
	}

	private static Mono<BatchPipeResponse> call(BatchPipeClient client, int number) {
		return switch (number % 4) {
			case 0, 1 -> client.ingest(OperationCall.PIPE, Map.of("n", number));
			case 2 -> client.setPipeLimits(OperationCall.PIPE, Map.of("n", number));
			default -> client.listPipes();
		};
	}

	private Mono<Void> account(Mono<BatchPipeResponse> call) {
		return call.doOnNext((response) -> count(String.valueOf(response.status())))
			.doOnError((ex) -> count(ex.getClass().getSimpleName()))
			.onErrorComplete()
			.then();
	}

	private void account(Runnable call) {
		try {
			call.run();
			count("200");
		}
		catch (BatchPipeApiException ex) {
			count(String.valueOf(ex.status()));
		}
		catch (RuntimeException ex) {
			count(ex.getClass().getSimpleName());
		}
	}

	private void count(String outcome) {
		this.outcomes.computeIfAbsent(outcome, (key) -> new AtomicInteger()).incrementAndGet();
	}

	private void assertNoConnectionIsInUse() {
		assertThat(this.pools).isNotEmpty();
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(this.pools)
				.allSatisfy((pool) -> assertThat(pool.acquiredSize() + pool.pendingAcquireSize()).isZero()));
	}

	private static void assertNoThreadIsStuck() {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().values()).flatMap(Arrays::asList)
				.extracting(StackTraceElement::getClassName)
				.noneMatch((name) -> name.startsWith(BatchPipeClient.class.getPackageName())
						&& !name.startsWith(FaultRunTests.class.getName())));
	}

	/**
	 * Allocate buffers, because a leak is detected when a buffer is allocated after a
	 * leaked one was garbage collected.
	 */
	private List<ILoggingEvent> leaksAfterCollection() {
		for (int i = 0; i < 5; i++) {
			System.gc();
			for (int j = 0; j < 100; j++) {
				ByteBufAllocator.DEFAULT.buffer(16).release();
			}
		}
		return new ArrayList<>(this.leaks.list);
	}

}
