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

package com.batchpipe.test.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.listener.SkipListener;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.support.ListItemReader;

import com.batchpipe.batch.BatchPipeItemWriter;
import com.batchpipe.batch.BatchPipeItemWriterBuilder;
import com.batchpipe.batch.ItemsRejectedException;
import com.batchpipe.batch.ItemsUndeliveredException;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.UndeliveredRecord;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link BatchPipeItemWriter} in Spring Batch steps.
 */
@Timeout(60)
class BatchPipeItemWriterTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private final BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).start();

	private final List<UndeliveredRecord> handedBack = new ArrayList<>();

	private final BatchPipePublisher publisher = BatchPipePublisher.builder(this.server.client())
		.undeliveredRecordHandler(this.handedBack::add)
		.build();

	private final JobRepository repository = new ResourcelessJobRepository();

	private final BatchPipeItemWriter<Item> writer = new BatchPipeItemWriterBuilder<Item>().publisher(this.publisher)
		.pipeId(PIPE)
		.build();

	private final List<Item> skipped = new ArrayList<>();

	@AfterEach
	void close() {
		this.publisher.close();
		this.server.close();
	}

	@Test
	void whenStepRunsThenEachChunkIsOneRequest() throws Exception {
		StepExecution step = run(step(items(0, 25)));
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(step.getWriteCount()).isEqualTo(25);
		assertThat(arrived()).isEqualTo(numbers(0, 25));
		assertThat(this.server.requestCount(BatchPipeOperation.INGEST)).isEqualTo(3);
	}

	@Test
	void whenItemsAreRefusedThenTheyAreSkippedAndTheOthersAreSentOnce() throws Exception {
		refuse(13, 17);
		StepExecution step = run(step(items(0, 25)).faultTolerant().skip(ItemsRejectedException.class).skipLimit(2));
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(step.getWriteCount()).isEqualTo(23);
		assertThat(step.getWriteSkipCount()).isEqualTo(2);
		assertThat(this.skipped).extracting(Item::n).containsExactly(13, 17);
		assertThat(arrived()).hasSize(23).doesNotHaveDuplicates().doesNotContain(13, 17);
		assertThat(this.handedBack).isEmpty();
	}

	@Test
	void whenMoreItemsAreRefusedThanTheLimitAllowsThenTheStepFails() throws Exception {
		refuse(3, 5, 7);
		StepExecution step = run(step(items(0, 25)).faultTolerant().skip(ItemsRejectedException.class).skipLimit(2));
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(arrived()).containsExactlyInAnyOrder(0, 1, 2, 4, 6, 8, 9);
	}

	@Test
	void whenItemsAreRefusedInAStepWithoutSkipsThenItFailsAndNamesThem() throws Exception {
		refuse(13);
		StepExecution step = run(step(items(0, 25)));
		assertThat(step.getStatus()).isEqualTo(BatchStatus.FAILED);
		assertThat(step.getExitStatus().getExitDescription())
			.contains("Items not delivered to pipe '" + PIPE + "': 1 of 10 (INVALID 1), last status 400");
	}

	@Test
	void whenChunkIsRetriedThenWhatWasDeliveredIsNotSentAgain() throws Exception {
		Chunk<Item> chunk = new Chunk<>(items(0, 10));
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains(":3}"))
			.respond(500);
		try (BatchPipePublisher halves = BatchPipePublisher.builder(this.server.client())
			.maxBatchRecords(5)
			.requestTimeout(Duration.ofSeconds(3))
			.maxBackoff(Duration.ofMillis(200))
			.deliveryTimeout(Duration.ofSeconds(4))
			.build()) {
			BatchPipeItemWriter<Item> retried = new BatchPipeItemWriterBuilder<Item>().publisher(halves)
				.pipeId(PIPE)
				.build();
			assertThatExceptionOfType(ItemsUndeliveredException.class).isThrownBy(() -> retried.write(chunk));
			assertThat(arrived()).isEqualTo(numbers(5, 10));
			// Close the connections, so that a request on which the publisher has given
			// up is not processed after the fault is removed.
			this.server.pause();
			this.server.removeFaults();
			retried.write(chunk);
			assertThat(arrived()).containsExactlyInAnyOrderElementsOf(numbers(0, 10));
		}
	}

	@Test
	void whenPublisherHasDeliveredAPartThenTheExceptionSaysWhichItemsAreLeft() throws Exception {
		refuse(2, 3, 7);
		assertThatExceptionOfType(ItemsRejectedException.class)
			.isThrownBy(() -> this.writer.write(new Chunk<>(items(0, 10))))
			.satisfies((ex) -> assertThat(ex.result().delivered()).isEqualTo(7))
			.satisfies((ex) -> assertThat(ex.result().undelivered()).extracting(Undelivered::from, Undelivered::reason)
				.containsExactly(tuple(2, UndeliveredReason.INVALID), tuple(3, UndeliveredReason.INVALID),
						tuple(7, UndeliveredReason.INVALID)));
	}

	@Test
	void whenTheSameInstanceIsInAChunkSeveralTimesThenItIsDeliveredAsOften() throws Exception {
		refuse(1);
		Item same = new Item(0);
		List<Item> items = List.of(same, new Item(1), same, same);
		StepExecution step = run(step(items).faultTolerant().skip(ItemsRejectedException.class).skipLimit(1));
		assertThat(step.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		assertThat(arrived()).containsExactly(0, 0, 0);
	}

	@Test
	void whenStepIsClosedThenWhatWasRememberedIsForgotten() throws Exception {
		refuse(1);
		List<Item> items = items(0, 3);
		assertThatExceptionOfType(ItemsRejectedException.class).isThrownBy(() -> this.writer.write(new Chunk<>(items)));
		this.writer.close();
		this.server.removeFaults();
		this.writer.write(new Chunk<>(items));
		assertThat(arrived()).containsExactlyInAnyOrder(0, 2, 0, 1, 2);
	}

	@Test
	void whenAnotherStepIsClosedThenWhatWasRememberedIsKept() throws Exception {
		refuse(1);
		List<Item> items = items(0, 3);
		this.writer.open(new ExecutionContext());
		this.writer.open(new ExecutionContext());
		assertThatExceptionOfType(ItemsRejectedException.class).isThrownBy(() -> this.writer.write(new Chunk<>(items)));
		this.writer.close();
		assertThatExceptionOfType(ItemsRejectedException.class).isThrownBy(() -> this.writer.write(new Chunk<>(items)));
		assertThat(arrived()).containsExactlyInAnyOrder(0, 2);
		this.writer.close();
		this.server.removeFaults();
		this.writer.write(new Chunk<>(items));
		assertThat(arrived()).containsExactlyInAnyOrder(0, 2, 0, 1, 2);
	}

	@Test
	void whenItemsAreMappedThenTheRecordsAreSent() throws Exception {
		BatchPipeItemWriter<Integer> mapped = new BatchPipeItemWriterBuilder<Integer>().publisher(this.publisher)
			.pipeId(PIPE)
			.recordMapper((number) -> Map.of("n", number * 10))
			.build();
		mapped.write(Chunk.of(1, 2));
		assertThat(arrived()).containsExactly(10, 20);
	}

	@Test
	void whenPublisherOrPipeIsMissingThenTheBuilderSaysSo() {
		assertThatIllegalArgumentException().isThrownBy(() -> new BatchPipeItemWriterBuilder<>().pipeId(PIPE).build())
			.withMessage("'publisher' must not be null");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BatchPipeItemWriterBuilder<>().publisher(this.publisher).build())
			.withMessage("'pipeId' must not be blank");
	}

	private void refuse(int... numbers) {
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> IntStream.of(numbers).anyMatch((n) -> request.bodyAsString().contains(":" + n + "}")))
			.respond(400);
	}

	private ChunkOrientedStepBuilder<Item, Item> step(List<Item> items) {
		return new StepBuilder("send", this.repository).<Item, Item>chunk(10)
			.reader(new ListItemReader<>(items))
			.writer(this.writer)
			.skipListener(new SkipListener<Item, Item>() {

				@Override
				public void onSkipInWrite(Item item, Throwable ex) {
					BatchPipeItemWriterTests.this.skipped.add(item);
				}

			});
	}

	private StepExecution run(ChunkOrientedStepBuilder<Item, Item> step) throws Exception {
		Job job = new JobBuilder("job", this.repository).start(step.build()).build();
		TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
		operator.setJobRepository(this.repository);
		operator.setJobRegistry(new MapJobRegistry());
		operator.afterPropertiesSet();
		JobExecution execution = operator.start(job, new JobParameters());
		return execution.getStepExecutions().iterator().next();
	}

	private List<Integer> arrived() {
		return this.server.records(PIPE).stream().map((json) -> json.get("n").asInt()).toList();
	}

	private static List<Item> items(int from, int to) {
		return IntStream.range(from, to).mapToObj(Item::new).toList();
	}

	private static List<Integer> numbers(int from, int to) {
		return IntStream.range(from, to).boxed().toList();
	}

	record Item(int n) {

	}

}
