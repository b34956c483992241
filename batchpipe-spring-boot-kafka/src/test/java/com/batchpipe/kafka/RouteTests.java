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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.AdditionalAnswers;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherBuilder;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

class RouteTests {

	private static final Duration WAIT = Duration.ofSeconds(20);

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("events");

	private BatchPipePublisher publisher = BatchPipePublisher.builder(this.server.client()).build();

	private BatchPipeRoute route;

	private String topic;

	@BeforeEach
	void createTopic() {
		this.topic = Broker.createTopic(2);
	}

	@AfterEach
	void close() {
		if (this.route != null) {
			this.route.stop();
		}
		this.publisher.close();
		this.server.close();
	}

	@Test
	void whenRecordsAreInATopicThenTheyArriveAndTheirOffsetsAreCommitted() {
		Broker.send(this.topic, 2, 0, 5000);
		start((builder) -> {
		});
		awaitCommitted(5000);
		assertThat(numbers()).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 5000).boxed().toList());
		assertThat(this.route.stats().delivered()).isEqualTo(5000);
	}

	@Test
	void whenARecordIsRefusedThenItAloneIsInTheDeadLetterTopic() {
		String deadLetters = Broker.createTopic(1);
		Broker.send(this.topic, 2, 0, 100);
		Broker.send(this.topic, "key", "{\"n\":\"poison\"}");
		Broker.send(this.topic, 2, 100, 200);
		refusePoison();
		start((builder) -> builder.deadLetters(deadLetters, Broker.template()));
		awaitCommitted(201);
		List<ConsumerRecord<byte[], byte[]>> setAside = Broker.read(deadLetters, 1);
		assertThat(setAside).hasSize(1);
		assertThat(setAside.get(0).value()).isEqualTo(Broker.bytes("{\"n\":\"poison\"}"));
		assertThat(header(setAside.get(0), "batchpipe-reason")).isEqualTo("INVALID");
		assertThat(header(setAside.get(0), "batchpipe-status")).isEqualTo("400");
		assertThat(header(setAside.get(0), "kafka_dlt-original-topic")).isEqualTo(this.topic);
		assertThat(numbers()).hasSize(200);
	}

	@Test
	void whenThereIsNoDeadLetterTopicThenThePartitionStopsBeforeTheRefusedRecord() {
		Broker.send(this.topic, 1, 0, 10);
		Broker.send(this.topic, 2, 10, 10);
		Broker.send(new ProducerRecord<>(this.topic, 0, null, Broker.bytes("{\"n\":\"poison\"}")));
		refusePoison();
		start((builder) -> {
		});
		Awaitility.await().atMost(WAIT).until(() -> !this.route.stats().stoppedPartitions().isEmpty());
		awaitCommitted(10);
		assertThat(this.route.stats().stoppedPartitions().get(0).offset()).isEqualTo(10);
		this.server.removeFaults();
		this.route.retryStoppedPartitions();
		awaitCommitted(11);
		assertThat(this.route.stats().stoppedPartitions()).isEmpty();
	}

	@Test
	void whenAValueIsNoObjectThenItIsSetAsideWithoutBeingSent() {
		String deadLetters = Broker.createTopic(1);
		Broker.send(this.topic, null, "[1]");
		Broker.send(this.topic, null, "{\"n\":1}");
		start((builder) -> builder.deadLetters(deadLetters, Broker.template()));
		awaitCommitted(2);
		assertThat(Broker.read(deadLetters, 1)).hasSize(1);
		assertThat(this.server.requestCount(BatchPipeOperation.INGEST)).isEqualTo(1);
	}

	@Test
	void whenThereAreTombstonesThenTheyAreCountedAndSkipped() {
		Broker.send(this.topic, "gone", null);
		Broker.send(this.topic, null, "{\"n\":1}");
		start((builder) -> {
		});
		awaitCommitted(2);
		assertThat(this.route.stats().skipped()).isEqualTo(1);
		assertThat(numbers()).containsExactly(1);
	}

	@Test
	void whenThereIsAConverterThenItMakesTheRecords() {
		Broker.send(this.topic, "gone", null);
		start((builder) -> builder.tombstones(TombstonePolicy.CONVERT)
			.converter((record) -> new Deletion(new String(record.key(), StandardCharsets.UTF_8), record.offset())));
		awaitCommitted(1);
		assertThat(this.server.records(this.pipe, Deletion.class)).containsExactly(new Deletion("gone", 0));
	}

	@Test
	void whenTheDeliveryTimeoutPassesThenRecordsAreSentAgain() {
		publish((builder) -> builder.deliveryTimeout(Duration.ofSeconds(1))
			.linger(Duration.ofMillis(10))
			.requestTimeout(Duration.ofMillis(500))
			.maxBackoff(Duration.ofMillis(200)));
		this.server.on(BatchPipeOperation.INGEST).respond(500);
		Broker.send(this.topic, 2, 0, 10);
		start((builder) -> {
		});
		Awaitility.await().atMost(WAIT).until(() -> this.route.stats().retried() >= 10);
		this.server.removeFaults();
		awaitCommitted(10);
		assertThat(numbers()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	@Test
	void whenARequestFailsThenOtherRecordsDoNotWaitForItsRetry() {
		publish((builder) -> builder.minBackoff(Duration.ofDays(365)).maxBackoff(Duration.ofDays(365)));
		this.server.on(BatchPipeOperation.INGEST).times(1).respond(500);
		Broker.send(this.topic, 2, 0, 1);
		start((builder) -> {
		});
		Awaitility.await().atMost(WAIT).until(() -> this.publisher.stats().total(PipeStats::returned) == 1);
		Broker.send(this.topic, 2, 1, 100);
		Awaitility.await().atMost(WAIT).until(() -> this.server.recordCount(this.pipe) == 99);
		assertThat(this.route.stats().pausedPartitions()).isZero();
	}

	@Test
	void whenARecordWaitsThenAConsumerReadsOnlySoFarAhead() {
		publish((builder) -> builder.minBackoff(Duration.ofDays(365)).maxBackoff(Duration.ofDays(365)));
		this.server.on(BatchPipeOperation.INGEST).times(1).respond(500);
		Broker.send(this.topic, 1, 0, 1);
		start((builder) -> builder.maxInFlightRecords(100).consumerProperties(properties("max.poll.records", "10")));
		Awaitility.await().atMost(WAIT).until(() -> this.publisher.stats().total(PipeStats::returned) == 1);
		Broker.send(this.topic, 1, 1, 1000);
		Awaitility.await()
			.atMost(WAIT)
			.until(() -> this.route.stats().pausedPartitions() == 2 && this.route.stats().inProgress() == 1);
		assertThat(this.route.stats().received()).isBetween(100L, 110L);
	}

	@Test
	void whenTheKeyIsNotAcceptedThenPartitionsArePaused() {
		publish((builder) -> builder.probeInterval(Duration.ofHours(1)));
		this.server.on(BatchPipeOperation.INGEST).respond(401);
		Broker.send(this.topic, 2, 0, 10);
		start((builder) -> {
		});
		Awaitility.await().atMost(WAIT).until(() -> this.route.stats().pausedPartitions() == 2);
	}

	@Test
	void whenThePipeIsPausedThenPartitionsArePausedAndPollingGoesOn() {
		this.server.on(BatchPipeOperation.INGEST).rateLimited(Duration.ofSeconds(6));
		Broker.send(this.topic, 2, 0, 10);
		start((builder) -> builder.consumerProperties(properties("max.poll.interval.ms", "4000")));
		Awaitility.await().atMost(WAIT).until(() -> this.route.stats().pausedPartitions() == 2);
		Broker.send(this.topic, 2, 10, 20);
		this.server.removeFaults();
		awaitCommitted(20);
		assertThat(this.route.stats().revoked()).isZero();
		assertThat(this.route.stats().received()).isEqualTo(20);
		assertThat(this.publisher.stats().total(PipeStats::returned)).isPositive();
		assertThat(this.publisher.stats().total(PipeStats::expired)).isZero();
	}

	@Test
	void whenThePipeIsUnknownThenRecordsWaitUntilItIsThere() {
		publish((builder) -> builder.deliveryTimeout(Duration.ofSeconds(3))
			.linger(Duration.ofMillis(10))
			.requestTimeout(Duration.ofSeconds(2))
			.probeInterval(Duration.ofSeconds(2)));
		String deadLetters = Broker.createTopic(1);
		String unknown = UUID.randomUUID().toString();
		Broker.send(this.topic, 2, 0, 10);
		start((builder) -> builder.pipeId(unknown).deadLetters(deadLetters, Broker.template()));
		Awaitility.await().atMost(WAIT).until(() -> this.route.stats().retried() >= 10);
		this.server.createPipe("late", unknown);
		awaitCommitted(10);
		assertThat(this.server.recordCount(unknown)).isEqualTo(10);
		assertThat(this.route.stats().setAside()).isZero();
	}

	@Test
	void whenTheBrokerRestartsThenTheRouteGoesOn() {
		Broker.send(this.topic, 2, 0, 1000);
		start((builder) -> {
		});
		awaitCommitted(1000);
		Broker.restart();
		Broker.send(this.topic, 2, 1000, 2000);
		awaitCommitted(2000);
		assertThat(numbers()).contains(IntStream.range(0, 2000).boxed().toArray(Integer[]::new));
		assertThat(this.route.isRunning()).isTrue();
	}

	@Test
	void whenTheBufferIsFullThenPartitionsArePausedAndAllRecordsArrive() {
		publish((builder) -> builder.maxBufferSize(64 * 1024)
			.maxBatchRecords(100)
			.maxBatchSize(4096)
			.maxRecordSize(2048)
			.maxInFlight(4));
		Broker.send(this.topic, 2, 0, 20_000);
		start((builder) -> {
		});
		awaitCommitted(20_000);
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(20_000);
	}

	@Test
	void whenThePublisherHasARecordIdFieldThenIdentifiersAreDerivedFromTheOffset() {
		publish((builder) -> builder.recordIdField("id"));
		Broker.send(this.topic, null, "{\"n\":1}");
		start((builder) -> builder.recordIdNamespace("cluster"));
		awaitCommitted(1);
		JsonNode record = this.server.records(this.pipe).get(0);
		UUID id = UUID.fromString(record.get("id").asString());
		assertThat(id.version()).isEqualTo(8);
		assertThat(id.getLeastSignificantBits() & Long.MAX_VALUE).isZero();
		assertThat(record.get("n").asInt()).isEqualTo(1);
	}

	private void refusePoison() {
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains("poison"))
			.respond(400);
	}

	private void publish(Consumer<BatchPipePublisherBuilder> customizer) {
		this.publisher.close();
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(this.server.client());
		customizer.accept(builder);
		this.publisher = builder.build();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whenThePublisherFailsUnexpectedlyThenTheRouteRetriesAndLogsItOnce(CapturedOutput output) {
		Broker.send(this.topic, null, "{\"n\":1}");
		BatchPipePublisher failing = mock(BatchPipePublisher.class, AdditionalAnswers.delegatesTo(this.publisher));
		willThrow(new IllegalStateException("from the publisher"))
			.willReturn(CompletableFuture.failedFuture(new IllegalStateException("from the publisher")))
			.willAnswer(AdditionalAnswers.delegatesTo(this.publisher))
			.given(failing)
			.sendBatch(any(), any(), any());
		start(failing, (builder) -> {
		});
		awaitCommitted(1);
		assertThat(numbers()).containsExactly(1);
		assertThat(output.getAll()).containsOnlyOnce("failed to send records and will retry");
	}

	private void start(Consumer<BatchPipeRouteBuilder> customizer) {
		start(this.publisher, customizer);
	}

	private void start(BatchPipePublisher publisher, Consumer<BatchPipeRouteBuilder> customizer) {
		BatchPipeRouteBuilder builder = BatchPipeRoute.builder(this.topic, publisher, Broker.consumers())
			.topics(this.topic)
			.pipeId(this.pipe);
		customizer.accept(builder);
		this.route = builder.build();
		this.route.start();
	}

	private static Properties properties(String name, String value) {
		Properties properties = new Properties();
		properties.setProperty(name, value);
		return properties;
	}

	private void awaitCommitted(long records) {
		Awaitility.await()
			.atMost(WAIT)
			.until(() -> Broker.committed("batchpipe-" + this.topic, this.topic), (committed) -> committed == records);
	}

	private List<Integer> numbers() {
		return this.server.records(this.pipe).stream().map((record) -> record.get("n").asInt()).toList();
	}

	private static String header(ConsumerRecord<?, ?> record, String name) {
		Header header = record.headers().lastHeader(name);
		return (header != null) ? new String(header.value(), StandardCharsets.UTF_8) : "none";
	}

	record Deletion(String key, long at) {

	}

}
