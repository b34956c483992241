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

package com.batchpipe.benchmarks.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import com.batchpipe.benchmarks.rival.PlainPost;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.kafka.BatchPipeRoute;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * The ways that are compared.
 */
final class Readers {

	private static final String PIPE = "5f0c2c1e-8f6f-4a59-9d0e-000000000000";

	private static final Duration POLL = Duration.ofMillis(100);

	private Readers() {
	}

	static Reader of(String name, String broker, String sink, int concurrency) {
		return switch (name) {
			case "consumer" -> new Bare(broker);
			case "floor" -> new Floor(broker, sink);
			case "route" -> new Route(broker, sink, concurrency);
			case "listener" -> new HandWritten(broker, client(sink), PIPE);
			default -> throw new IllegalArgumentException(
					"Unknown way '" + name + "'. Use consumer, floor, route or listener");
		};
	}

	private static BatchPipeClient client(String sink) {
		return BatchPipeClient.builder().baseUrl(sink).apiKey(ApiKey.of("bp_v1_benchmark")).build();
	}

	private static KafkaConsumer<byte[], byte[]> consumer(String broker, String group) {
		Map<String, Object> config = Topics.consumerConfig(broker);
		config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
		config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
		KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config);
		consumer.subscribe(List.of(Topics.NAME));
		return consumer;
	}

	/**
	 * Only reads and counts records.
	 */
	private record Bare(String broker) implements Reader {

		@Override
		public void read(String group, long records) {
			try (KafkaConsumer<byte[], byte[]> consumer = consumer(this.broker, group)) {
				long read = 0;
				while (read < records) {
					for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
						read += (record.value().length > 0) ? 1 : 0;
					}
				}
			}
		}

		@Override
		public void close() {
		}

	}

	/**
	 * The minimum amount of work: posts arrays of 1,000 records with plain Reactor Netty,
	 * four of them in flight, and commits its position whenever responses have arrived. A
	 * commit can cover records that have not been accepted yet.
	 */
	private static final class Floor implements Reader {

		private final String broker;

		private final PlainPost post;

		Floor(String broker, String sink) {
			this.broker = broker;
			this.post = new PlainPost(sink);
		}

		@Override
		public void read(String group, long records) throws InterruptedException {
			AtomicLong ended = new AtomicLong();
			try (KafkaConsumer<byte[], byte[]> consumer = consumer(this.broker, group)) {
				long read = 0;
				long committed = 0;
				List<byte[]> array = new ArrayList<>();
				while (committed < records) {
					for (ConsumerRecord<byte[], byte[]> record : consumer
						.poll((read < records) ? POLL : Duration.ZERO)) {
						array.add(record.value());
						read++;
						if (array.size() == 1000 || read == records) {
							int count = array.size();
							this.post.post(array, () -> ended.addAndGet(count));
							array.clear();
						}
					}
					long now = ended.get();
					if (now > committed) {
						consumer.commitAsync();
						committed = now;
					}
				}
			}
		}

		@Override
		public void close() {
		}

	}

	/**
	 * A route, as shipped.
	 */
	private static final class Route implements Reader {

		private final String broker;

		private final int concurrency;

		private final BatchPipeClient client;

		private final BatchPipePublisher publisher;

		Route(String broker, String sink, int concurrency) {
			this.broker = broker;
			this.concurrency = concurrency;
			this.client = client(sink);
			this.publisher = BatchPipePublisher.builder(this.client).build();
		}

		@Override
		public void read(String group, long records) throws InterruptedException {
			Map<String, Object> config = Topics.consumerConfig(this.broker);
			config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
			BatchPipeRoute route = BatchPipeRoute
				.builder("readings", this.publisher, new DefaultKafkaConsumerFactory<>(config))
				.topics(Topics.NAME)
				.pipeId(PIPE)
				.groupId(group)
				.concurrency(this.concurrency)
				.build();
			route.start();
			while (route.stats().delivered() < records) {
				TimeUnit.MILLISECONDS.sleep(1);
			}
			route.stop();
		}

		@Override
		public void close() {
			this.publisher.close();
			this.client.close();
		}

	}

}
