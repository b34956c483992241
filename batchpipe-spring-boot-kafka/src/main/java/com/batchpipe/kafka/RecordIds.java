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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Derives the identifier of a record: a version 8 UUID that is the same each time the
 * record is sent. Apart from the version, its first half is a digest of the namespace,
 * the topic and the partition, and its last 62 bits are the offset, so the identifiers of
 * a partition sort by offset.
 */
final class RecordIds {

	private final String namespace;

	private final Map<TopicPartition, Long> prefixes = new ConcurrentHashMap<>();

	RecordIds(String namespace) {
		this.namespace = namespace;
	}

	UUID id(ConsumerRecord<?, ?> record) {
		long prefix = this.prefixes.computeIfAbsent(new TopicPartition(record.topic(), record.partition()),
				this::prefix);
		return new UUID(prefix, record.offset() | Long.MIN_VALUE);
	}

	private long prefix(TopicPartition partition) {
		String name = this.namespace + '\n' + partition.topic() + '\n' + partition.partition();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return (ByteBuffer.wrap(digest).getLong() & 0xffffffffffff0fffL) | 0x8000L;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is not available", ex);
		}
	}

}
