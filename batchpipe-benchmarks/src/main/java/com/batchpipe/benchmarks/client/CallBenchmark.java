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

package com.batchpipe.benchmarks.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.benchmarks.SinkProcess;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;

/**
 * One call that ingests one record: with this client, with {@link WebClient} as Spring
 * Boot configures it, and with plain Reactor Netty. An invocation makes many calls, so
 * that the time to start and end it does not count.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 3, time = 2)
@Fork(value = 3, jvmArgsAppend = { "-Xms1g", "-Xmx1g", "-XX:+UseG1GC" })
public class CallBenchmark {

	private static final int CALLS = 2000;

	private static final String PIPE = "5f0c2c1e-8f6f-4a59-9d0e-0a2e8f6b1c11";

	private static final String KEY = "bp_v1_benchmark";

	/**
	 * The number of concurrent calls.
	 */
	@Param({ "1", "16", "64" })
	public int concurrency;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final Reading reading = new Reading("sensor-17", 1517966773840L, 21.5, true);

	private SinkProcess sink;

	private BatchPipeClient client;

	private BatchPipeClient twiceObservedClient;

	private BatchPipeClient unobservedClient;

	private WebClient webClient;

	private WebClient unobservedWebClient;

	private HttpClient httpClient;

	/**
	 * Start the sink and build the clients.
	 * @throws IOException if the sink does not start
	 */
	@Setup(Level.Trial)
	public void start() throws IOException {
		this.sink = SinkProcess.start();
		String url = this.sink.url();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		this.client = BatchPipeClient.builder()
			.baseUrl(url)
			.apiKey(ApiKey.of(KEY))
			.observationRegistry(registry)
			.build();
		this.twiceObservedClient = BatchPipeClient.builder()
			.baseUrl(url)
			.apiKey(ApiKey.of(KEY))
			.webClientBuilder(WebClient.builder().observationRegistry(registry))
			.observationRegistry(registry)
			.build();
		this.unobservedClient = BatchPipeClient.builder().baseUrl(url).apiKey(ApiKey.of(KEY)).build();
		this.unobservedWebClient = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().compress(true)))
			.baseUrl(url)
			.defaultHeaders((headers) -> headers.setBearerAuth(KEY))
			.build();
		this.webClient = this.unobservedWebClient.mutate().observationRegistry(registry).build();
		this.httpClient = HttpClient.create().compress(true).baseUrl(url).headers((headers) -> {
			headers.set("Authorization", "Bearer " + KEY);
			headers.set("Content-Type", "application/json");
		});
	}

	/**
	 * Stop the sink.
	 */
	@TearDown(Level.Trial)
	public void stop() {
		this.client.close();
		this.twiceObservedClient.close();
		this.unobservedClient.close();
		this.sink.close();
	}

	/**
	 * This client with its observation, a parsed response and its mapping of errors.
	 * @return the last response
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object batchPipeClientObserved() {
		return run(call(this.client));
	}

	/**
	 * This client with its own observation and that of {@link WebClient}, as in an
	 * application that has both.
	 * @return the last response
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object batchPipeClientTwiceObserved() {
		return run(call(this.twiceObservedClient));
	}

	/**
	 * This client without observation.
	 * @return the last response
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object batchPipeClient() {
		return run(call(this.unobservedClient));
	}

	/**
	 * {@link WebClient} with its observation.
	 * @return the last response
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object webClientObserved() {
		return run(call(this.webClient));
	}

	/**
	 * {@link WebClient} without observation.
	 * @return the last response
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object webClient() {
		return run(call(this.unobservedWebClient));
	}

	private Mono<JsonNode> call(BatchPipeClient client) {
		return Mono.defer(() -> client.ingest(PIPE, this.reading)).map((response) -> response.orThrow().data());
	}

	private Mono<JsonNode> call(WebClient webClient) {
		return Mono.defer(() -> webClient.post()
			.uri("/v1/ingest/{pipe_id}", PIPE)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(this.reading)
			.retrieve()
			.bodyToMono(JsonNode.class));
	}

	/**
	 * Reactor Netty and Jackson alone: the floor.
	 * @return the last response
	 */
	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object reactorNetty() {
		return run(Mono.defer(() -> this.httpClient.post()
			.uri("/v1/ingest/" + PIPE)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(this.mapper.writeValueAsBytes(this.reading))))
			.responseSingle((response, body) -> body.asString(StandardCharsets.UTF_8))
			.map(this.mapper::readTree)));
	}

	private Object run(Mono<JsonNode> call) {
		return Flux.range(0, CALLS).flatMap((number) -> call, this.concurrency).blockLast();
	}

	/**
	 * The record that is sent.
	 *
	 * @param sensor the sensor
	 * @param time the time in milliseconds
	 * @param value the value
	 * @param ok whether it is plausible
	 */
	record Reading(String sensor, long time, double value, boolean ok) {

	}

}
