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

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.benchmarks.InstantConnector;
import com.batchpipe.client.BatchPipeClient;

/**
 * What a call costs its caller without the network, and what the observation adds to it.
 */
@NullUnmarked // JMH fills the fields.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 4, time = 1)
@Fork(2)
public class ObservationBenchmark {

	private static final String URL = "http://127.0.0.1:1";

	private static final String PIPE = "5f0c2c1e-8f6f-4a59-9d0e-0a2e8f6b1c11";

	private final CallBenchmark.Reading reading = new CallBenchmark.Reading("sensor-17", 1517966773840L, 21.5, true);

	private final ObservationRegistry registry = registry();

	private final BatchPipeClient unobservedClient = BatchPipeClient.builder()
		.baseUrl(URL)
		.clientConnector(new InstantConnector())
		.build();

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl(URL)
		.clientConnector(new InstantConnector())
		.observationRegistry(this.registry)
		.build();

	private final BatchPipeClient twiceObservedClient = BatchPipeClient.builder()
		.baseUrl(URL)
		.webClientBuilder(WebClient.builder().observationRegistry(this.registry))
		.clientConnector(new InstantConnector())
		.observationRegistry(this.registry)
		.build();

	private final WebClient unobservedWebClient = WebClient.builder()
		.baseUrl(URL)
		.clientConnector(new InstantConnector())
		.build();

	private final WebClient webClient = this.unobservedWebClient.mutate().observationRegistry(this.registry).build();

	private static ObservationRegistry registry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		return registry;
	}

	/**
	 * An observation alone, with two tags.
	 */
	@Benchmark
	public void observation() {
		Observation.createNotStarted("benchmark", this.registry)
			.lowCardinalityKeyValue("operation", "ingest")
			.lowCardinalityKeyValue("status", "202")
			.start()
			.stop();
	}

	/**
	 * This client without observation.
	 * @return the response
	 */
	@Benchmark
	public Object batchPipeClient() {
		return call(this.unobservedClient);
	}

	/**
	 * This client with its own observation.
	 * @return the response
	 */
	@Benchmark
	public Object batchPipeClientObserved() {
		return call(this.client);
	}

	/**
	 * This client with its own observation and that of WebClient, as in an application
	 * that has both.
	 * @return the response
	 */
	@Benchmark
	public Object batchPipeClientTwiceObserved() {
		return call(this.twiceObservedClient);
	}

	/**
	 * WebClient without observation.
	 * @return the response
	 */
	@Benchmark
	public Object webClient() {
		return call(this.unobservedWebClient);
	}

	/**
	 * WebClient with its observation.
	 * @return the response
	 */
	@Benchmark
	public Object webClientObserved() {
		return call(this.webClient);
	}

	private Object call(BatchPipeClient client) {
		return client.ingest(PIPE, this.reading).map((response) -> response.orThrow().status()).block();
	}

	private Object call(WebClient client) {
		return client.post()
			.uri("/v1/ingest/{pipe_id}", PIPE)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(this.reading)
			.retrieve()
			.bodyToMono(JsonNode.class)
			.block();
	}

}
