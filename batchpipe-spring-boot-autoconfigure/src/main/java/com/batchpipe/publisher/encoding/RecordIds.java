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

package com.batchpipe.publisher.encoding;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Inserts an identifier before the fields of a record, so that a destination can discard
 * duplicates. A new identifier is a version 7 UUID, which sorts by time.
 */
public final class RecordIds {

	private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

	private static final int UUID_LENGTH = 36;

	private final byte[] start;

	private final LongSupplier currentTimeMillis;

	RecordIds(String field, LongSupplier currentTimeMillis) {
		this.start = ("{\"" + field + "\":\"").getBytes(StandardCharsets.US_ASCII);
		this.currentTimeMillis = currentTimeMillis;
	}

	/**
	 * Return how many bytes must be free before a record's JSON.
	 */
	int gap() {
		return this.start.length + UUID_LENGTH + 1;
	}

	/**
	 * Insert an identifier.
	 * @param bytes the bytes, with the record from {@link #gap()} to {@code end}
	 * @param id the identifier, or {@code null} for a new one
	 * @return the new start of the record
	 */
	int insert(byte[] bytes, int end, @Nullable UUID id) {
		int next = gap() + 1;
		while (JsonObjectRange.isWhitespace(bytes[next])) {
			next++;
		}
		boolean empty = bytes[next] == '}' && next == end - 1;
		int from = (empty) ? 1 : 0;
		int position = from;
		System.arraycopy(this.start, 0, bytes, position, this.start.length);
		position += this.start.length;
		position = (id != null) ? writeUuid(bytes, position, id.getMostSignificantBits(), id.getLeastSignificantBits())
				: writeNewUuid(bytes, position);
		bytes[position++] = '"';
		if (!empty) {
			bytes[position] = ',';
			return from;
		}
		return moveToEnd(bytes, from, position, next);
	}

	private static int moveToEnd(byte[] bytes, int from, int to, int end) {
		int offset = end - (to - from);
		System.arraycopy(bytes, from, bytes, offset, to - from);
		return offset;
	}

	private int writeNewUuid(byte[] bytes, int position) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		long high = (this.currentTimeMillis.getAsLong() << 16) | 0x7000L | (random.nextInt() & 0x0fffL);
		long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
		return writeUuid(bytes, position, high, low);
	}

	private static int writeUuid(byte[] bytes, int position, long high, long low) {
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
