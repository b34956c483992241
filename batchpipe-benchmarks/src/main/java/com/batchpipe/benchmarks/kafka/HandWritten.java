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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.client.RawJson;

/**
 * The usual handwritten code: a batch listener with the defaults of Spring Kafka that
 * calls the template for each poll.
 */
final class HandWritten implements Reader {

	private final String broker;

	private final BatchPipeClient client;

	private final String pipe;

	HandWritten(String broker, BatchPipeClient client, String pipe) {
		this.broker = broker;
		this.client = client;
		this.pipe = pipe;
	}

	@Override
	public void read(String group, long records) throws InterruptedException {
		Map<String, Object> config = Topics.consumerConfig(this.broker);
		config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
		config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
		Listener listener = new Listener(new BatchPipeTemplate(this.client), this.pipe, records);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Configuration.class);
			context.registerBean("kafkaListenerContainerFactory", ConcurrentKafkaListenerContainerFactory.class, () -> {
				ConcurrentKafkaListenerContainerFactory<Object, Object> factory = new ConcurrentKafkaListenerContainerFactory<>();
				factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(config));
				return factory;
			});
			context.registerBean("listener", Listener.class, () -> listener);
			context.refresh();
			listener.done.await();
		}
	}

	@Override
	public void close() {
		this.client.close();
	}

	@EnableKafka
	static class Configuration {

	}

	static class Listener {

		private final BatchPipeTemplate template;

		private final String pipe;

		private final long records;

		private final AtomicLong ended = new AtomicLong();

		private final CountDownLatch done = new CountDownLatch(1);

		Listener(BatchPipeTemplate template, String pipe, long records) {
			this.template = template;
			this.pipe = pipe;
			this.records = records;
		}

		@KafkaListener(topics = Topics.NAME, batch = "true")
		void receive(List<String> values) {
			this.template.ingest(this.pipe, RawJson.of("[" + String.join(",", values) + "]"));
			if (this.ended.addAndGet(values.size()) >= this.records) {
				this.done.countDown();
			}
		}

	}

}
