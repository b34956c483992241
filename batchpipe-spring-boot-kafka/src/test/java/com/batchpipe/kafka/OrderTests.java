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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

class OrderTests {

	private static final int RECORDS = 20_000;

	private static final int PARTITIONS = 3;

	@Test
	void whenOrderIsStrictThenRecordsOfAPartitionArriveInOrderWhateverFails() {
		String topic = Broker.createTopic(PARTITIONS);
		Broker.send(topic, PARTITIONS, 0, RECORDS);
		String deadLetters = Broker.createTopic(1);
		try (BatchPipeServer server = BatchPipeServer.start();
				BatchPipePublisher publisher = BatchPipePublisher.builder(server.client())
					.ordering(RecordOrdering.STRICT)
					.maxBatchRecords(250)
					.minBackoff(Duration.ofMillis(10))
					.linger(Duration.ofMillis(10))
					.requestTimeout(Duration.ofMillis(200))
					.deliveryTimeout(Duration.ofMillis(400))
					.build()) {
			String pipe = server.createPipe("events");
			server.on(BatchPipeOperation.INGEST).withProbability(0.05, 1).neverRespond();
			server.on(BatchPipeOperation.INGEST).withProbability(0.2, 2).respond(500);
			server.on(BatchPipeOperation.INGEST)
				.when((request) -> request.bodyAsString().contains("\"n\":4321}"))
				.respond(400);
			BatchPipeRoute route = BatchPipeRoute.builder(topic, publisher, Broker.consumers())
				.topics(topic)
				.pipeId(pipe)
				.ordering(RecordOrdering.STRICT)
				.publisherLimits(DataSize.ofKilobytes(256), 250, DataSize.ofKilobytes(512))
				.deadLetters(deadLetters, Broker.template())
				.build();
			route.start();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> Broker.committed("batchpipe-" + topic, topic) == RECORDS);
			route.stop();
			assertThat(Broker.read(deadLetters, 1)).hasSize(1);
			List<List<Integer>> arrivals = firstArrivals(server, pipe);
			assertThat(arrivals.stream().mapToInt(List::size).sum()).isEqualTo(RECORDS - 1);
			assertThat(arrivals).allSatisfy((partition) -> assertThat(partition).isSorted());
		}
	}

	@Test
	void whenThePublisherDoesNotAcceptARecordThenTheOthersArriveInOrder() {
		String topic = Broker.createTopic(1);
		Broker.send(topic, 1, 0, 3000);
		String deadLetters = Broker.createTopic(1);
		try (BatchPipeServer server = BatchPipeServer.start();
				BatchPipePublisher publisher = BatchPipePublisher.builder(server.client())
					.ordering(RecordOrdering.STRICT)
					.maxBatchRecords(25)
					.maxRecordSize(100)
					.minBackoff(Duration.ofMillis(10))
					.requestTimeout(Duration.ofMillis(100))
					.deliveryTimeout(Duration.ofMillis(200))
					.build()) {
			String pipe = server.createPipe("events");
			server.on(BatchPipeOperation.INGEST).withProbability(0.1, 1).neverRespond();
			server.on(BatchPipeOperation.INGEST).withProbability(0.2, 2).respond(500);
			BatchPipeRoute route = BatchPipeRoute.builder(topic, publisher, Broker.consumers())
				.topics(topic)
				.pipeId(pipe)
				.ordering(RecordOrdering.STRICT)
				.converter(OrderTests::enlargeSome)
				.deadLetters(deadLetters, Broker.template())
				.build();
			route.start();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> Broker.committed("batchpipe-" + topic, topic) == 3000);
			route.stop();
			assertThat(Broker.read(deadLetters, 6)).hasSize(6);
			Set<Integer> arrivals = new LinkedHashSet<>();
			server.records(pipe).forEach((record) -> arrivals.add(record.get("n").asInt()));
			assertThat(arrivals).hasSize(2994);
			assertThat(List.copyOf(arrivals)).isSorted();
		}
	}

	@Test
	void whenAShipmentNeedsSeveralRequestsThenTheOrderIsKept() {
		String topic = Broker.createTopic(1);
		Broker.send(topic, 1, 0, 400);
		String deadLetters = Broker.createTopic(1);
		try (BatchPipeServer server = BatchPipeServer.start();
				BatchPipePublisher publisher = BatchPipePublisher.builder(server.client())
					.ordering(RecordOrdering.STRICT)
					.maxBatchRecords(50)
					.maxBisectRequests(6)
					.minBackoff(Duration.ofMillis(10))
					.requestTimeout(Duration.ofSeconds(3))
					.build()) {
			String pipe = server.createPipe("events");
			// The records of the first request are returned after two timeouts, without a
			// pause.
			server.on(BatchPipeOperation.INGEST).times(2).neverRespond();
			// So many rejections in one batch that the search for them ends undecided.
			server.on(BatchPipeOperation.INGEST)
				.when((request) -> request.bodyAsString().matches("(?s).*\"n\":(120|140)}.*"))
				.respond(400);
			BatchPipeRoute route = BatchPipeRoute.builder(topic, publisher, Broker.consumers())
				.topics(topic)
				.pipeId(pipe)
				.ordering(RecordOrdering.STRICT)
				.deadLetters(deadLetters, Broker.template())
				.build();
			route.start();
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.until(() -> Broker.committed("batchpipe-" + topic, topic) == 400);
			route.stop();
			assertThat(Broker.read(deadLetters, 2)).hasSize(2);
			Set<Integer> arrivals = new LinkedHashSet<>();
			server.records(pipe).forEach((record) -> arrivals.add(record.get("n").asInt()));
			assertThat(arrivals).hasSize(398);
			assertThat(List.copyOf(arrivals)).isSorted();
		}
	}

	private static RawJson enlargeSome(ConsumerRecord<byte[], byte[]> record) {
		byte[] json = (record.offset() % 500 == 250) ? ("{\"text\":\"" + "x".repeat(100) + "\"}").getBytes()
				: record.value();
		return RawJson.of(json);
	}

	private static List<List<Integer>> firstArrivals(BatchPipeServer server, String pipe) {
		List<List<Integer>> arrivals = new ArrayList<>();
		for (int i = 0; i < PARTITIONS; i++) {
			arrivals.add(new ArrayList<>());
		}
		Set<Integer> seen = new HashSet<>();
		server.records(pipe)
			.stream()
			.map((record) -> record.get("n").asInt())
			.filter(seen::add)
			.forEach((n) -> arrivals.get(n % PARTITIONS).add(n));
		return arrivals;
	}

}
