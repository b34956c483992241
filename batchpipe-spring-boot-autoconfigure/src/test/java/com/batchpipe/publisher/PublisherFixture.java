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

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.thread.DaemonThreads;
import com.batchpipe.publisher.thread.PublisherThreads;
import com.batchpipe.publisher.thread.VirtualLoop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A publisher with virtual time, and a service that stores what it receives. Records are
 * objects with a number {@code n}.
 */
final class PublisherFixture {

	static final String PIPE = "pipe-a";

	final VirtualLoop loop = new VirtualLoop();

	/**
	 * The numbers in each request, in the order of the requests.
	 */
	final List<Request> requests = new ArrayList<>();

	/**
	 * The numbers with a 2xx response.
	 */
	final List<Integer> arrived = new ArrayList<>();

	final List<UndeliveredRecord> handedBack = new ArrayList<>();

	final ScriptedClient client;

	final DefaultBatchPipePublisher publisher;

	private Function<Request, Mono<BatchPipeResponse>> script = (request) -> ScriptedClient.response(200);

	PublisherFixture() {
		this((builder) -> {
		});
	}

	PublisherFixture(Consumer<BatchPipePublisherBuilder> customizer) {
		this(customizer, PipeLimits.DEFAULT);
	}

	PublisherFixture(Consumer<BatchPipePublisherBuilder> customizer, PipeLimits limits) {
		this.client = new ScriptedClient((pipeId, body, options) -> ingest(pipeId, body));
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(this.client)
			.pipeId(PIPE)
			.maxBatchRecords(10)
			.linger(Duration.ofMillis(50))
			.undeliveredRecordHandler(this.handedBack::add);
		customizer.accept(builder);
		this.publisher = new DefaultBatchPipePublisher(builder,
				new PublisherThreads(this.loop, new DaemonThreads(), Runnable::run, Runnable::run), limits);
	}

	private Mono<BatchPipeResponse> ingest(String pipeId, byte[] body) {
		List<Integer> numbers = numbers(body);
		Request request = new Request(pipeId, numbers, body, this.requests.size() + 1, this.loop.nanoTime());
		this.requests.add(request);
		return this.script.apply(request).doOnNext((response) -> {
			if (response.ok()) {
				this.arrived.addAll(numbers);
			}
		});
	}

	static List<Integer> numbers(byte[] body) {
		List<Integer> numbers = new ArrayList<>();
		for (JsonNode node : JsonMapper.shared().readTree(body)) {
			numbers.add(node.get("n").asInt());
		}
		return numbers;
	}

	PublisherFixture respondWith(Function<Request, Mono<BatchPipeResponse>> script) {
		this.script = script;
		return this;
	}

	PublisherFixture respondWith(int status) {
		return respondWith((request) -> ScriptedClient.response(status));
	}

	void publish(int from, int to) {
		publish(PIPE, from, to);
	}

	void publish(String pipeId, int from, int to) {
		IntStream.range(from, to).forEach((n) -> this.publisher.publish(pipeId, Map.of("n", n)));
		this.loop.run();
	}

	void advance(Duration duration) {
		this.loop.advance(duration);
	}

	PipeStats stats() {
		return stats(PIPE);
	}

	PipeStats stats(String pipeId) {
		PipeStats stats = this.publisher.stats(pipeId);
		assertThat(stats).isNotNull();
		return stats;
	}

	List<Integer> handedBackNumbers() {
		return this.handedBack.stream()
			.map((record) -> JsonMapper.shared().readTree(record.json()).get("n").asInt())
			.sorted()
			.toList();
	}

	void stop() {
		this.publisher.stop(() -> {
		});
	}

	/**
	 * Assert that every accepted record is in exactly one state, that the handler
	 * received all undelivered records, and that the budget matches the buffered records.
	 */
	void assertAccounting() {
		PublisherStats stats = this.publisher.stats();
		stats.pipes().values().forEach(PublisherFixture::assertAccounting);
		assertAccounting(stats.otherPipes());
		assertThat(stats.total(PipeStats::delivered)).isEqualTo(this.arrived.size());
		assertThat(this.handedBack).hasSize((int) (stats.total(PipeStats::rejected) + stats.total(PipeStats::expired)
				+ stats.total(PipeStats::dropped) + stats.total(PipeStats::abandoned)));
		assertThat(stats.handlerDropped()).isZero();
		assertThat(stats.errors()).isZero();
		if (stats.total(PipeStats::buffered) == 0) {
			assertThat(stats.bufferedBytes()).isZero();
		}
		else {
			assertThat(stats.bufferedBytes()).isPositive().isLessThanOrEqualTo(stats.maxBufferedBytes());
		}
	}

	private static void assertAccounting(PipeStats pipe) {
		assertThat(pipe.accepted()).isEqualTo(pipe.delivered() + pipe.rejected() + pipe.expired() + pipe.dropped()
				+ pipe.abandoned() + pipe.returned() + pipe.buffered());
	}

	/**
	 * One request.
	 *
	 * @param pipeId the pipe
	 * @param numbers the records
	 * @param body the body
	 * @param index the number of the request, from 1
	 * @param time when the request was sent
	 */
	record Request(String pipeId, List<Integer> numbers, byte[] body, int index, long time) {

	}

}
