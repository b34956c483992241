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
import java.util.concurrent.CompletableFuture;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.util.Assert;

/**
 * Sends records to a dead-letter topic as Spring Kafka does, but without waiting for each
 * record. Used by one thread at a time.
 */
final class DeadLetters {

	private final Recoverer recoverer;

	DeadLetters(KafkaOperations<byte[], byte[]> template, String topic, String pipeId) {
		this.recoverer = new Recoverer(template, topic, pipeId);
	}

	/**
	 * Send a record.
	 * @return a future that completes when the broker has stored the record
	 * @throws RuntimeException if the record cannot be sent
	 */
	CompletableFuture<?> send(ConsumerRecord<byte[], byte[]> record, RejectedRecordException cause) {
		this.recoverer.accept(record, cause);
		CompletableFuture<?> sent = this.recoverer.sent;
		Assert.state(sent != null, "The record was not written to the dead-letter topic");
		this.recoverer.sent = null;
		return sent;
	}

	private static Headers headers(String pipeId, Exception cause) {
		RecordHeaders headers = new RecordHeaders();
		add(headers, "pipe-id", pipeId);
		if (cause instanceof RejectedRecordException rejected) {
			add(headers, "reason", rejected.reason().name());
			if (rejected.status() != null) {
				add(headers, "status", rejected.status().toString());
			}
		}
		return headers;
	}

	private static void add(RecordHeaders headers, String name, String value) {
		headers.add("batchpipe-" + name, value.getBytes(StandardCharsets.UTF_8));
	}

	private static final class Recoverer extends DeadLetterPublishingRecoverer {

		private @Nullable CompletableFuture<?> sent;

		Recoverer(KafkaOperations<byte[], byte[]> template, String topic, String pipeId) {
			super(template, (record, cause) -> new TopicPartition(topic, -1));
			setHeadersFunction((record, cause) -> headers(pipeId, cause));
			excludeHeader(HeadersToAdd.EX_STACKTRACE, HeadersToAdd.EX_CAUSE);
		}

		@Override
		protected void publish(ProducerRecord<Object, Object> outRecord, KafkaOperations<Object, Object> kafkaTemplate,
				ConsumerRecord<?, ?> inRecord) {
			this.sent = kafkaTemplate.send(outRecord);
		}

	}

}
