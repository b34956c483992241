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

package com.batchpipe.client;

import java.util.Arrays;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Collects the body of a response, up to a limit. Each buffer is copied and released as
 * it arrives, so that none leaks if the response ends early.
 */
final class BodyCollector {

	private static final byte[] EMPTY = {};

	private final int maxSize;

	private byte[] bytes = EMPTY;

	private int size;

	BodyCollector(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Append the content of the buffer and release the buffer.
	 * @throws DataBufferLimitException if the body is larger than allowed
	 */
	void append(DataBuffer buffer) {
		try {
			int length = buffer.readableByteCount();
			if (length > this.maxSize - this.size) {
				throw new DataBufferLimitException("The body is larger than " + this.maxSize + " bytes");
			}
			ensureCapacity(this.size + length);
			buffer.read(this.bytes, this.size, length);
			this.size += length;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/**
	 * Make room for the content of a buffer. Most responses arrive in a single buffer, so
	 * the first array has exactly the size of the first buffer.
	 */
	private void ensureCapacity(int capacity) {
		if (this.size == 0) {
			this.bytes = new byte[capacity];
		}
		else if (capacity > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(capacity, 2 * this.bytes.length));
		}
	}

	int size() {
		return this.size;
	}

	/**
	 * Return the body and drop the reference to it.
	 */
	byte[] takeBytes() {
		byte[] body = (this.size == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.size);
		this.bytes = EMPTY;
		this.size = 0;
		return body;
	}

}
