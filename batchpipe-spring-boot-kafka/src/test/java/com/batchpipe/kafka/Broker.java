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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.springframework.test.util.TestSocketUtils;

/**
 * The broker for all tests of a JVM, with operations for tests. Each test has its own
 * topics.
 */
final class Broker {

	private static final EmbeddedKafkaKraftBroker broker = start();

	static final DefaultKafkaProducerFactory<byte[], byte[]> producers = new DefaultKafkaProducerFactory<>(
			producerConfig(Duration.ofSeconds(1)), new ByteArraySerializer(), new ByteArraySerializer());

	private static final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
			producerConfig(Duration.ofSeconds(20)), new ByteArraySerializer(), new ByteArraySerializer());

	private Broker() {
	}

	private static EmbeddedKafkaKraftBroker start() {
		EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
		// The port stays the same after a restart.
		broker.kafkaPorts(TestSocketUtils.findAvailableTcpPort());
		broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
		broker.brokerProperty("auto.create.topics.enable", "false");
		broker.brokerProperty("controlled.shutdown.enable", "false");
		broker.brokerProperty("group.min.session.timeout.ms", "1000");
		broker.brokerProperty("group.consumer.heartbeat.interval.ms", "300");
		broker.brokerProperty("group.consumer.min.heartbeat.interval.ms", "300");
		broker.brokerProperty("offsets.topic.num.partitions", "1");
		broker.afterPropertiesSet();
		return broker;
	}

	/**
	 * Create a producer without idempotence, which can fail with a newly created topic.
	 */
	private static Map<String, Object> producerConfig(Duration maxBlock) {
		return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, url(), ProducerConfig.MAX_BLOCK_MS_CONFIG,
				maxBlock.toMillis(), ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false,
				ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
	}

	static String url() {
		return broker.getBrokersAsString();
	}

	static void restart() {
		BrokerServer server = Objects.requireNonNull(broker.getCluster()).brokers().get(0);
		server.shutdown();
		server.awaitShutdown();
		server.startup();
	}

	/**
	 * Create a topic with a unique name.
	 */
	static String createTopic(int partitions) {
		String topic = "t" + UUID.randomUUID().toString().substring(0, 8);
		createTopic(topic, partitions);
		return topic;
	}

	static void createTopic(String topic, int partitions) {
		broker.doWithAdmin((admin) -> join(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
			.all()
			.toCompletionStage()
			.toCompletableFuture()));
	}

	static void addPartitions(String topic, int partitions) {
		broker.doWithAdmin((admin) -> join(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
			.all()
			.toCompletionStage()
			.toCompletableFuture()));
	}

	/**
	 * Send values {@code {"n":from}} and so on to the partitions in turn.
	 */
	static void send(String topic, int partitions, int from, int to) {
		List<Future<?>> sent = new ArrayList<>();
		for (int n = from; n < to; n++) {
			sent.add(producer.send(new ProducerRecord<>(topic, n % partitions, null, bytes("{\"n\":" + n + "}"))));
		}
		sent.forEach(Broker::join);
	}

	static void send(String topic, @Nullable String key, @Nullable String value) {
		send(new ProducerRecord<>(topic, (key != null) ? bytes(key) : null, (value != null) ? bytes(value) : null));
	}

	static void send(ProducerRecord<byte[], byte[]> record) {
		join(producer.send(record));
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static DefaultKafkaConsumerFactory<byte[], byte[]> consumers() {
		DefaultKafkaConsumerFactory<byte[], byte[]> factory = consumersOfTheNewProtocol();
		factory.updateConfigs(Map.of(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300));
		return factory;
	}

	/**
	 * With the new protocol, the broker defines how often a consumer sends heartbeats.
	 */
	static DefaultKafkaConsumerFactory<byte[], byte[]> consumersOfTheNewProtocol() {
		return new DefaultKafkaConsumerFactory<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, url(), ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
						"earliest", ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000,
						ConsumerConfig.METADATA_MAX_AGE_CONFIG, 500),
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
	}

	static KafkaTemplate<byte[], byte[]> template() {
		return new KafkaTemplate<>(producers);
	}

	/**
	 * Return the number of records of a topic that a group has committed.
	 */
	static long committed(String group, String topic) {
		return committedOffsets(group, topic).values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Return the offsets that a group has committed, by partition.
	 */
	static Map<Integer, Long> committedOffsets(String group, String topic) {
		Map<TopicPartition, OffsetAndMetadata> offsets = broker
			.doWithAdminFunction((admin) -> join(admin.listConsumerGroupOffsets(group)
				.partitionsToOffsetAndMetadata()
				.toCompletionStage()
				.toCompletableFuture()));
		Map<Integer, Long> committed = new TreeMap<>();
		offsets.forEach((partition, offset) -> {
			if (partition.topic().equals(topic)) {
				committed.put(partition.partition(), offset.offset());
			}
		});
		return committed;
	}

	/**
	 * Send the values of {@link Books}.
	 */
	static void sendBooked(String topic, int partitions, int records, IntPredicate poison) {
		AtomicInteger failures = new AtomicInteger();
		for (int n = 0; n < records; n++) {
			int number = n / partitions;
			String value = Books.value(n % partitions, number, poison.test(number));
			producer.send(new ProducerRecord<>(topic, n % partitions, null, bytes(value)), (sent, failure) -> {
				if (failure != null || sent.offset() != number) {
					failures.incrementAndGet();
				}
			});
		}
		producer.flush();
		if (failures.get() > 0) {
			throw new IllegalStateException(failures + " records were not sent, or have another offset");
		}
	}

	/**
	 * Read all records of a topic.
	 */
	static List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
		long end = broker
			.doWithAdminFunction(
					(admin) -> join(admin.listOffsets(Map.of(new TopicPartition(topic, 0), OffsetSpec.latest()))
						.all()
						.toCompletionStage()
						.toCompletableFuture()))
			.get(new TopicPartition(topic, 0))
			.offset();
		return read(topic, (int) end);
	}

	/**
	 * Read a number of records from the start of a topic.
	 */
	static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
		List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
		try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
				Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, url()), new ByteArrayDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((partition) -> new TopicPartition(topic, partition.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
			while (records.size() < count && System.nanoTime() < deadline) {
				consumer.poll(Duration.ofMillis(100)).forEach(records::add);
			}
		}
		return records;
	}

	private static <T> T join(Future<T> future) {
		try {
			return future.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
