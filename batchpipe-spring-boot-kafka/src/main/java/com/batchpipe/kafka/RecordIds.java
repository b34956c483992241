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
 * Puts an identifier in front of the fields of a record, the same each time the record is
 * sent: a UUID of version 8. Its first 60 bits are a digest of the namespace, the topic
 * and the partition, its last 62 bits are the offset, so that the identifiers of a
 * partition sort by offset.
 */
final class RecordIds {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final int UUID_LENGTH = 36;

	private final byte[] start;

	private final String namespace;

	private final Map<TopicPartition, Long> prefixes = new ConcurrentHashMap<>();

	RecordIds(String field, String namespace) {
		this.start = ("{\"" + field + "\":\"").getBytes(StandardCharsets.US_ASCII);
		this.namespace = namespace;
	}

	/**
	 * Return the identifier of a record.
	 */
	UUID id(String topic, int partition, long offset) {
		long prefix = this.prefixes.computeIfAbsent(new TopicPartition(topic, partition), this::prefix);
		return new UUID(prefix, offset | 0x8000000000000000L);
	}

	private long prefix(TopicPartition partition) {
		String name = this.namespace + '\n' + partition.topic() + '\n' + partition.partition();
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return (ByteBuffer.wrap(digest).getLong() & 0xffffffffffff0fffL) | 0x8000L;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Each Java platform has SHA-256", ex);
		}
	}

	/**
	 * Return the object with its identifier.
	 * @param json an array with the JSON of an object
	 * @param from where the object begins
	 * @param to where it ends
	 */
	byte[] insert(byte[] json, int from, int to, ConsumerRecord<?, ?> record) {
		int next = from + 1;
		while (JsonObjects.isWhitespace(json[next])) {
			next++;
		}
		boolean empty = next == to - 1;
		byte[] result = new byte[this.start.length + UUID_LENGTH + ((empty) ? 1 : 2) + to - next];
		System.arraycopy(this.start, 0, result, 0, this.start.length);
		int position = write(id(record.topic(), record.partition(), record.offset()), result, this.start.length);
		result[position++] = '"';
		if (!empty) {
			result[position++] = ',';
		}
		System.arraycopy(json, next, result, position, to - next);
		return result;
	}

	private static int write(UUID id, byte[] bytes, int position) {
		long high = id.getMostSignificantBits();
		long low = id.getLeastSignificantBits();
		int next = writeHex(bytes, position, high, 60, 8);
		bytes[next++] = '-';
		next = writeHex(bytes, next, high, 28, 4);
		bytes[next++] = '-';
		next = writeHex(bytes, next, high, 12, 4);
		bytes[next++] = '-';
		next = writeHex(bytes, next, low, 60, 4);
		bytes[next++] = '-';
		return writeHex(bytes, next, low, 44, 12);
	}

	private static int writeHex(byte[] bytes, int position, long value, int shift, int digits) {
		for (int i = 0; i < digits; i++) {
			bytes[position + i] = HEX[(int) (value >>> (shift - 4 * i)) & 0xf];
		}
		return position + digits;
	}

}
