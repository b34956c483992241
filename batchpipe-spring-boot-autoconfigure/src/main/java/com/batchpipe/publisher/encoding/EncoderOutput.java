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

import java.io.OutputStream;
import java.util.Arrays;

/**
 * The buffer to which an encoder writes, reused from record to record.
 */
public final class EncoderOutput extends OutputStream {

	private static final int INITIAL_CAPACITY = 1024;

	private static final int MAX_KEPT_CAPACITY = 64 * 1024;

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int size;

	/**
	 * Discard the content, and reserve room at the front for bytes that are inserted
	 * later.
	 */
	void reset(int gap) {
		if (this.bytes.length > MAX_KEPT_CAPACITY) {
			this.bytes = new byte[INITIAL_CAPACITY];
		}
		this.size = gap;
	}

	@Override
	public void write(int b) {
		ensureCapacity(1);
		this.bytes[this.size++] = (byte) b;
	}

	@Override
	public void write(byte[] source, int offset, int length) {
		ensureCapacity(length);
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.size += length;
	}

	private void ensureCapacity(int length) {
		if (this.size + length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(this.bytes.length * 2, this.size + length));
		}
	}

	byte[] bytes() {
		return this.bytes;
	}

	int size() {
		return this.size;
	}

}
