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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherBuilder;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

class OrderTests {

	private static final int RECORDS = 20_000;

	private static final int PARTITIONS = 3;

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("events");

	private final String deadLetters = Broker.createTopic(1);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void whenOrderIsStrictThenRecordsOfAPartitionArriveInOrderWhateverFails() {
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.05, 1).neverRespond();
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.2, 2).respond(500);
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains("\"n\":4321}"))
			.respond(400);
		ship(RECORDS, PARTITIONS,
				(publisher) -> publisher.maxBatchRecords(250)
					.linger(Duration.ofMillis(10))
					.requestTimeout(Duration.ofMillis(200))
					.deliveryTimeout(Duration.ofMillis(400)),
				(route) -> route.publisherLimits(DataSize.ofKilobytes(256), 250, DataSize.ofKilobytes(512)));
		assertThat(Broker.read(this.deadLetters, 1)).hasSize(1);
		List<List<Integer>> arrivals = firstArrivals(PARTITIONS);
		assertThat(arrivals.stream().mapToInt(List::size).sum()).isEqualTo(RECORDS - 1);
		assertThat(arrivals).allSatisfy((partition) -> assertThat(partition).isSorted());
	}

	@Test
	void whenThePublisherDoesNotAcceptARecordThenTheOthersArriveInOrder() {
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.1, 1).neverRespond();
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.2, 2).respond(500);
		ship(3000, 1,
				(publisher) -> publisher.maxBatchRecords(25)
					.maxRecordSize(100)
					.requestTimeout(Duration.ofMillis(100))
					.deliveryTimeout(Duration.ofMillis(200)),
				(route) -> route.converter(OrderTests::enlargeSome));
		assertThat(Broker.read(this.deadLetters, 6)).hasSize(6);
		assertThat(firstArrivals(1).get(0)).hasSize(2994).isSorted();
	}

	@Test
	void whenAShipmentNeedsSeveralRequestsThenTheOrderIsKept() {
		// The records of the first request are returned after two timeouts, without a
		// pause.
		this.server.on(BatchPipeOperation.INGEST).times(2).neverRespond();
		// So many rejections in one batch that the search for them ends undecided.
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().matches("(?s).*\"n\":(120|140)}.*"))
			.respond(400);
		ship(400, 1,
				(publisher) -> publisher.maxBatchRecords(50).maxBisectRequests(6).requestTimeout(Duration.ofSeconds(3)),
				(route) -> {
				});
		assertThat(Broker.read(this.deadLetters, 2)).hasSize(2);
		assertThat(firstArrivals(1).get(0)).hasSize(398).isSorted();
	}

	/**
	 * Send records to a new topic, and wait until a strict route has committed them.
	 */
	private void ship(int records, int partitions, Consumer<BatchPipePublisherBuilder> publisherCustomizer,
			Consumer<BatchPipeRouteBuilder> routeCustomizer) {
		String topic = Broker.createTopic(partitions);
		Broker.send(topic, partitions, 0, records);
		BatchPipePublisherBuilder publisherBuilder = BatchPipePublisher.builder(this.server.client())
			.ordering(RecordOrdering.STRICT)
			.minBackoff(Duration.ofMillis(10))
			.maxBackoff(Duration.ofMillis(100));
		publisherCustomizer.accept(publisherBuilder);
		try (BatchPipePublisher publisher = publisherBuilder.build()) {
			BatchPipeRouteBuilder routeBuilder = BatchPipeRoute.builder(topic, publisher, Broker.consumers())
				.topics(topic)
				.pipeId(this.pipe)
				.ordering(RecordOrdering.STRICT)
				.deadLetters(this.deadLetters, Broker.template());
			routeCustomizer.accept(routeBuilder);
			BatchPipeRoute route = routeBuilder.build();
			route.start();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> Broker.committed("batchpipe-" + topic, topic) == records);
			route.stop();
		}
	}

	private static RawJson enlargeSome(ConsumerRecord<byte[], byte[]> record) {
		byte[] json = (record.offset() % 500 == 250) ? ("{\"text\":\"" + "x".repeat(100) + "\"}").getBytes()
				: record.value();
		return RawJson.of(json);
	}

	private List<List<Integer>> firstArrivals(int partitions) {
		List<List<Integer>> arrivals = new ArrayList<>();
		for (int i = 0; i < partitions; i++) {
			arrivals.add(new ArrayList<>());
		}
		Set<Integer> seen = new HashSet<>();
		this.server.records(this.pipe)
			.stream()
			.map((record) -> record.get("n").asInt())
			.filter(seen::add)
			.forEach((n) -> arrivals.get(n % partitions).add(n));
		return arrivals;
	}

}
