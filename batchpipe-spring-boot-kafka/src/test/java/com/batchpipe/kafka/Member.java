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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.test.BatchPipeServer;

/**
 * A process with a route that is a member of a consumer group.
 */
public final class Member {

	private final Process process;

	private Member(Process process) {
		this.process = process;
	}

	static Member start(BatchPipeServer server, String pipe, String topic, String deadLetters, RecordOrdering ordering,
			Path log) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				Member.class.getName(), Broker.url(), server.url(), server.apiKey().reveal(), pipe, topic, deadLetters,
				ordering.name());
		return new Member(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
			.start());
	}

	/**
	 * Terminate the process like {@code kill -9}.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Terminate the process like an orchestrator.
	 */
	void stop() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("A member does not stop");
		}
	}

	/**
	 * Run a route until the process ends.
	 * @param args the broker, the BatchPipe and its key, the pipe, the topics and the
	 * order
	 * @throws InterruptedException if the wait is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		BatchPipeClient client = BatchPipeClient.builder().baseUrl(args[1]).apiKey(ApiKey.of(args[2])).build();
		RecordOrdering ordering = RecordOrdering.valueOf(args[6]);
		BatchPipePublisher publisher = BatchPipePublisher.builder(client)
			.ordering(ordering)
			.minBackoff(Duration.ofMillis(20))
			.maxBackoff(Duration.ofMillis(200))
			.linger(Duration.ofMillis(10))
			.requestTimeout(Duration.ofSeconds(1))
			.deliveryTimeout(Duration.ofSeconds(3))
			.build();
		BatchPipeRoute route = BatchPipeRoute
			.builder("judged", publisher,
					new DefaultKafkaConsumerFactory<>(consumerConfig(args[0]), new ByteArrayDeserializer(),
							new ByteArrayDeserializer()))
			.topics(args[4])
			.pipeId(args[3])
			.ordering(ordering)
			.concurrency(2)
			.drainTimeout(Duration.ofSeconds(2))
			.deadLetters(args[5],
					new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(producerConfig(args[0]),
							new ByteArraySerializer(), new ByteArraySerializer())))
			.build();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			route.stop();
			publisher.close();
		}));
		route.start();
		new CountDownLatch(1).await(1, TimeUnit.HOURS);
	}

	private static Map<String, Object> consumerConfig(String broker) {
		Map<String, Object> config = new HashMap<>();
		config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
		config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
		config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 2000);
		config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 300);
		return config;
	}

	private static Map<String, Object> producerConfig(String broker) {
		return Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
	}

}
