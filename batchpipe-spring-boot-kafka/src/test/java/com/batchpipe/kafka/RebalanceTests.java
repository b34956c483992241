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
import java.util.Properties;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

class RebalanceTests {

	private static final Duration WAIT = Duration.ofSeconds(30);

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("events");

	private final BatchPipePublisher publisher = BatchPipePublisher.builder(this.server.client()).build();

	@AfterEach
	void close() {
		this.publisher.close();
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "range", "cooperative", "consumer" })
	void whenMembersComeAndGoThenAllRecordsArriveAndNoneTwice(String protocol) {
		String topic = Broker.createTopic(4);
		this.server.on(BatchPipeOperation.INGEST).latency(Duration.ofMillis(30));
		BatchPipeRoute first = route(topic, protocol);
		BatchPipeRoute second = route(topic, protocol);
		first.start();
		Broker.send(topic, 4, 0, 6000);
		second.start();
		Awaitility.await().atMost(WAIT).until(() -> second.stats().partitions() > 0);
		Broker.send(topic, 4, 6000, 12_000);
		Awaitility.await().atMost(WAIT).until(() -> second.stats().received() > 0);
		first.stop();
		Broker.send(topic, 4, 12_000, 15_000);
		Awaitility.await().atMost(WAIT).until(() -> Broker.committed("group-" + topic, topic) == 15_000);
		second.stop();
		assertThat(this.server.records(this.pipe).stream().map((record) -> record.get("n").asInt()))
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, 15_000).boxed().toList());
	}

	@Test
	void whenARouteStopsThenWhatIsInFlightIsCommitted() {
		String topic = Broker.createTopic(1);
		Broker.send(topic, 1, 0, 3000);
		this.server.on(BatchPipeOperation.INGEST).latency(Duration.ofMillis(300));
		BatchPipeRoute route = route(topic, "range");
		route.start();
		Awaitility.await().atMost(WAIT).until(() -> route.stats().received() > 0);
		route.stop();
		assertThat(Broker.committed("group-" + topic, topic)).isEqualTo(this.server.recordCount(this.pipe))
			.isPositive();
		assertThat(route.stats().revoked()).isZero();
	}

	@Test
	void whenARouteStopsDuringAnOutageThenNothingIsCommittedAndItStopsAtOnce() {
		String topic = Broker.createTopic(1);
		Broker.send(topic, 1, 0, 100);
		this.server.on(BatchPipeOperation.INGEST).rateLimited(Duration.ofMinutes(1));
		BatchPipeRoute route = route(topic, "range");
		route.start();
		Awaitility.await().atMost(WAIT).until(() -> route.stats().pausedPartitions() == 1);
		route.stop();
		assertThat(Broker.committed("group-" + topic, topic)).isZero();
		assertThat(route.stats().revoked()).isEqualTo(100);
		assertThat(route.stats().inProgress()).isZero();
	}

	@Test
	void whenATopicGetsPartitionsThenTheirRecordsArriveFromTheFirst() {
		String topic = Broker.createTopic(1);
		Broker.send(topic, 1, 0, 10);
		BatchPipeRoute route = route(topic, "range");
		route.start();
		Awaitility.await().atMost(WAIT).until(() -> Broker.committed("group-" + topic, topic) == 10);
		Broker.addPartitions(topic, 3);
		Broker.send(topic, 3, 10, 100);
		Awaitility.await().atMost(WAIT).until(() -> Broker.committed("group-" + topic, topic) == 100);
		route.stop();
		assertThat(this.server.recordCount(this.pipe)).isEqualTo(100);
	}

	private BatchPipeRoute route(String topic, String protocol) {
		Properties properties = new Properties();
		switch (protocol) {
			case "cooperative" -> properties.setProperty(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
					"org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
			case "consumer" -> properties.setProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
			default -> {
			}
		}
		return BatchPipeRoute
			.builder(topic, this.publisher,
					("consumer".equals(protocol)) ? Broker.consumersOfTheNewProtocol() : Broker.consumers())
			.topics(topic)
			.pipeId(this.pipe)
			.groupId("group-" + topic)
			.consumerProperties(properties)
			.build();
	}

}
