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

package com.batchpipe.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BatchPipeBatchListenerTests {

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("events");

	private final BatchPipePublisher publisher = BatchPipePublisher.builder(this.server.client()).build();

	private final List<ConsumerRecord<?, ?>> refused = new ArrayList<>();

	@AfterEach
	void close() {
		this.publisher.close();
		this.server.close();
	}

	@Test
	void whenValuesAreJsonThenTheyArriveAndTombstonesAreSkipped() {
		listener().onMessage(List.of(record(0, "{\"n\":0}"), record(1, null), record(2, "{\"n\":2}")));
		assertThat(this.server.records(this.pipe)).extracting((record) -> record.get("n").asInt())
			.containsExactly(0, 2);
	}

	@Test
	void whenRecordsAreRefusedThenTheRecovererGetsThemAndTheOthersArrive() {
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains("poison"))
			.respond(400);
		ConsumerRecord<String, String> poison = record(1, "{\"n\":\"poison\"}");
		ConsumerRecord<String, String> text = record(2, "text");
		listener().onMessage(List.of(record(0, "{\"n\":0}"), poison, text, record(3, "{\"n\":3}")));
		assertThat(this.refused).containsExactlyInAnyOrder(poison, text);
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "text | The record must be one JSON object",
			"{\"n\":\"long enough\"} | The JSON of the record is 19 bytes long, but the maximum is 18 bytes" })
	void whenARecordCannotBeSentThenTheMessageSpeaksOfThatRecord(String value, String message) {
		try (BatchPipePublisher publisher = BatchPipePublisher.builder(this.server.client())
			.maxRecordSize(18)
			.build()) {
			BatchPipeBatchListener<String, String> listener = new BatchPipeBatchListener<>(publisher, this.pipe, null);
			assertThatExceptionOfType(BatchListenerFailedException.class)
				.isThrownBy(() -> listener.onMessage(List.of(record(0, "{\"n\":0}"), record(1, value))))
				.havingCause()
				.withMessage(message);
		}
	}

	@Test
	void whenThereIsNoRecovererThenARefusedRecordFailsThePoll() {
		BatchPipeBatchListener<String, String> listener = new BatchPipeBatchListener<>(this.publisher, this.pipe, null);
		ConsumerRecord<String, String> text = record(1, "text");
		assertThatExceptionOfType(BatchListenerFailedException.class)
			.isThrownBy(() -> listener.onMessage(List.of(record(0, "{\"n\":0}"), text)))
			.satisfies((ex) -> assertThat(ex.getRecord()).isSameAs(text))
			.withCauseInstanceOf(RejectedRecordException.class);
	}

	@Test
	void whenThereIsNoRecovererThenTheFirstRefusedRecordIsNamed() {
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains("poison"))
			.respond(400);
		BatchPipeBatchListener<String, String> listener = new BatchPipeBatchListener<>(this.publisher, this.pipe,
				(record) -> {
					Assert.state(record.offset() != 2, "cannot be converted");
					return RawJson.of(record.value());
				}, null);
		ConsumerRecord<String, String> poison = record(1, "{\"n\":\"poison\"}");
		assertThatExceptionOfType(BatchListenerFailedException.class)
			.isThrownBy(
					() -> listener.onMessage(List.of(record(0, "{\"n\":0}"), poison, record(2, "{}"), record(3, "{}"))))
			.satisfies((ex) -> assertThat(ex.getRecord()).isSameAs(poison));
	}

	@Test
	void whenBatchPipeIsDownThenThePollFailsAndNothingIsSetAside() {
		this.server.on(BatchPipeOperation.INGEST).respond(500);
		ConsumerRecord<String, String> first = record(0, "{\"n\":0}");
		assertThat(undelivered(List.of(first, record(1, "text")))).isSameAs(first);
		assertThat(this.refused).isEmpty();
	}

	@Test
	void whenARecordIsNotDeliveredThenThoseBeforeItThatAreRefusedGoToTheRecoverer() {
		this.server.on(BatchPipeOperation.INGEST).respond(500);
		ConsumerRecord<String, String> text = record(0, "text");
		ConsumerRecord<String, String> first = record(1, "{\"n\":1}");
		assertThat(undelivered(List.of(text, first, record(2, "text")))).isSameAs(first);
		assertThat(this.refused).containsExactly(text);
	}

	@Test
	void whenARecordIsNotDeliveredThenThoseAfterItAreNotSent() {
		List<String> bodies = new CopyOnWriteArrayList<>();
		this.server.on(BatchPipeOperation.INGEST).when((request) -> bodies.add(request.bodyAsString())).respond(500);
		ConsumerRecord<String, String> first = record(0, "{\"n\":0}");
		assertThat(undelivered(List.of(first, record(1, "text"), record(2, "{\"n\":2}")))).isSameAs(first);
		assertThat(bodies).isNotEmpty().noneMatch((body) -> body.contains("\"n\":2"));
	}

	@Test
	void whenTheRecovererFailsThenItsRecordIsNamedSoThatThoseBeforeItAreNotSentAgain() {
		RuntimeException failure = new IllegalStateException("no topic");
		BatchPipeBatchListener<String, String> listener = new BatchPipeBatchListener<>(this.publisher, this.pipe,
				(record, ex) -> {
					throw failure;
				});
		ConsumerRecord<String, String> text = record(1, "text");
		assertThatExceptionOfType(BatchListenerFailedException.class)
			.isThrownBy(() -> listener.onMessage(List.of(record(0, "{\"n\":0}"), text)))
			.withCause(failure)
			.satisfies((ex) -> assertThat(ex.getRecord()).isSameAs(text));
	}

	/**
	 * Return the record that the failure of a poll names. The container commits the
	 * offsets of those before it.
	 */
	private ConsumerRecord<?, ?> undelivered(List<ConsumerRecord<String, String>> records) {
		try (BatchPipePublisher impatient = BatchPipePublisher.builder(this.server.client())
			.linger(Duration.ofMillis(10))
			.requestTimeout(Duration.ofSeconds(1))
			.deliveryTimeout(Duration.ofSeconds(2))
			.build()) {
			BatchPipeBatchListener<String, String> listener = new BatchPipeBatchListener<>(impatient, this.pipe,
					(record, ex) -> this.refused.add(record));
			BatchListenerFailedException failure = catchThrowableOfType(BatchListenerFailedException.class,
					() -> listener.onMessage(records));
			assertThat(failure).hasMessageContaining("EXPIRED");
			return failure.getRecord();
		}
	}

	private BatchPipeBatchListener<String, String> listener() {
		return new BatchPipeBatchListener<>(this.publisher, this.pipe, (record, ex) -> this.refused.add(record));
	}

	private static ConsumerRecord<String, String> record(long offset, @Nullable String value) {
		return new ConsumerRecord<>("topic", 0, offset, "key", value);
	}

}
