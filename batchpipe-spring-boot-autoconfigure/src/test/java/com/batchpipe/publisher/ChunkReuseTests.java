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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.thread.DaemonThreads;
import com.batchpipe.publisher.thread.PublisherThreads;
import com.batchpipe.publisher.thread.VirtualLoop;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the array of a body is reused as soon as nothing can read from it any
 * longer, and not before. A batch of ten records fills most of a new chunk.
 */
class ChunkReuseTests {

	private static final String TEXT = "x".repeat(1400);

	private final VirtualLoop loop = new VirtualLoop();

	private final List<RawJson> bodies = new ArrayList<>();

	/**
	 * The bodies at the time when they were sent.
	 */
	private final List<String> sent = new ArrayList<>();

	private final List<UndeliveredRecord> handedBack = new ArrayList<>();

	private final List<Runnable> handlerTasks = new ArrayList<>();

	private final List<Mono<BatchPipeResponse>> responses = new ArrayList<>();

	private final DefaultBatchPipePublisher publisher = publisher();

	private DefaultBatchPipePublisher publisher() {
		ScriptedClient client = new ScriptedClient((pipeId, body, options) -> respond(body)) {

			@Override
			public Mono<BatchPipeResponse> ingest(String pipeId, Object records, IngestOptions options) {
				ChunkReuseTests.this.bodies.add((RawJson) records);
				return super.ingest(pipeId, records, options);
			}

		};
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(client)
			.pipeId("a")
			.maxBatchRecords(10)
			.ordering(RecordOrdering.STRICT)
			.undeliveredRecordHandler(this.handedBack::add);
		return new DefaultBatchPipePublisher(builder,
				new PublisherThreads(this.loop, new DaemonThreads(), Runnable::run, this.handlerTasks::add),
				PipeLimits.DEFAULT);
	}

	private Mono<BatchPipeResponse> respond(byte[] body) {
		this.sent.add(new String(body, StandardCharsets.UTF_8));
		return (this.responses.isEmpty()) ? ScriptedClient.response(200) : this.responses.remove(0);
	}

	@Test
	void whenTheFirstAttemptGetsAResponseThenTheNextBatchUsesTheSameArray() {
		publish(10, 20);
		publish(20, 30);
		assertThat(sent(0)).isEqualTo(range(20, 30));
		assertThat(sent(1)).isEqualTo(range(20, 30));
	}

	@ParameterizedTest
	@ValueSource(ints = { 429, 500, 503 })
	void whenAnAttemptFailedThenItsArrayIsLeftAlone(int status) {
		this.responses.add(ScriptedClient.response(status));
		publish(0, 10);
		this.loop.advance(Duration.ofMinutes(1));
		publish(10, 20);
		assertThat(this.bodies).hasSize(3);
		assertThat(sent(0)).isEqualTo(range(0, 10));
		assertThat(sent(1)).isEqualTo(range(0, 10));
		assertThat(sent(2)).isEqualTo(range(10, 20));
	}

	@Test
	void whenAnAttemptWasGivenUpThenItsArrayIsLeftAlone() {
		this.responses.add(Mono.never());
		publish(0, 10);
		this.loop.advance(Duration.ofMinutes(1));
		publish(10, 20);
		assertThat(this.publisher.stats().total(PipeStats::delivered)).isEqualTo(20);
		assertThat(sent(0)).isEqualTo(range(0, 10));
	}

	@Test
	void whenABatchIsRefusedThenItsRecordsAreHandedBackUnchanged() {
		this.responses.add(ScriptedClient.response(409));
		publish(0, 10);
		publish(10, 20);
		this.handlerTasks.forEach(Runnable::run);
		assertThat(this.handedBack).extracting(UndeliveredRecord::jsonText).isEqualTo(range(0, 10));
	}

	@Test
	void whenPartsAreRefusedThenTheOthersArriveUnchanged() {
		this.responses.add(ScriptedClient.response(413));
		this.responses.add(ScriptedClient.response(200));
		this.responses.add(ScriptedClient.response(409));
		publish(0, 10);
		publish(10, 15);
		this.handlerTasks.forEach(Runnable::run);
		assertThat(sent(1)).isEqualTo(range(0, 5));
		assertThat(sent(2)).isEqualTo(range(5, 10));
		assertThat(this.handedBack).extracting(UndeliveredRecord::jsonText).isEqualTo(range(5, 10));
	}

	@Test
	void whenABatchFillsLittleOfItsChunkThenItIsSentFromACopy() {
		publish(0, 6);
		this.loop.advance(Duration.ofSeconds(1));
		publish(10, 20);
		assertThat(sent(0)).isEqualTo(range(0, 6));
	}

	@Test
	void whenManyBatchesWaitThenTheyArriveInOrder() {
		this.responses.add(ScriptedClient.response(500));
		publish(0, 300);
		this.loop.advance(Duration.ofMinutes(1));
		assertThat(this.sent).hasSize(31);
		assertThat(this.sent.subList(1, 31).stream().flatMap((body) -> records(body).stream()))
			.containsExactlyElementsOf(range(0, 300));
	}

	private void publish(int from, int to) {
		range(from, to).forEach((json) -> this.publisher.publish(RawJson.of(json)));
		this.loop.run();
	}

	private static List<String> range(int from, int to) {
		return IntStream.range(from, to).mapToObj((n) -> "{\"n\":%d,\"text\":\"%s\"}".formatted(n, TEXT)).toList();
	}

	/**
	 * Return the records that are currently in the array of a request.
	 */
	private List<String> sent(int request) {
		return records(new String(this.bodies.get(request).bytes(), StandardCharsets.UTF_8));
	}

	private static List<String> records(String array) {
		return List.of(array.substring(1, array.length() - 1).split("(?<=}),"));
	}

}
