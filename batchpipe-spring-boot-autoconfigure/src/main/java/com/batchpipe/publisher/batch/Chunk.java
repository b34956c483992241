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

package com.batchpipe.publisher.batch;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The growing body of a batch. Unless it was lent by the {@link ChunkPool}, its array has
 * 256 bytes or is less than twice as large as its content. A chunk is reused for other
 * batches, but only after everything that may read from it has ended.
 */
public final class Chunk {

	private static final int MIN_CAPACITY = 256;

	private static final int INITIAL_RECORDS = 8;

	private byte[] bytes;

	private int[] ends = new int[INITIAL_RECORDS];

	private Completion @Nullable [] completions;

	private int size;

	private int count;

	private int lent;

	/**
	 * Create a chunk.
	 * @param capacity the capacity for the body, including its brackets
	 */
	Chunk(int capacity) {
		this.bytes = new byte[capacity];
		clear();
	}

	/**
	 * Create a chunk that fits the first record.
	 */
	public static Chunk fitting(int length) {
		return new Chunk(capacityFor(length + 2));
	}

	private static int capacityFor(int size) {
		return (size <= MIN_CAPACITY) ? MIN_CAPACITY : Math.max(size, 2 * Integer.highestOneBit(size - 1));
	}

	void clear() {
		this.bytes[0] = '[';
		this.size = 1;
		this.count = 0;
		this.completions = null;
	}

	/**
	 * Add a record. Everything that can fail happens before the first change.
	 */
	public void append(byte[] source, int offset, int length, @Nullable Completion completion) {
		int end = this.size + length;
		if (end + 1 > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, capacityFor(end + 1));
		}
		if (this.count == this.ends.length) {
			this.ends = Arrays.copyOf(this.ends, this.count * 2);
		}
		if (completion != null) {
			keep(completion);
		}
		System.arraycopy(source, offset, this.bytes, this.size, length);
		this.bytes[end] = ',';
		this.ends[this.count] = end;
		this.size = end + 1;
		this.count++;
	}

	private void keep(Completion completion) {
		Completion[] kept = this.completions;
		if (kept == null) {
			kept = new Completion[this.ends.length];
		}
		else if (kept.length <= this.count) {
			kept = Arrays.copyOf(kept, this.ends.length);
		}
		kept[this.count] = completion;
		this.completions = kept;
	}

	public int count() {
		return this.count;
	}

	/**
	 * Return the size of the body, including its brackets.
	 */
	public int size() {
		return this.size;
	}

	int capacity() {
		return this.bytes.length;
	}

	/**
	 * Record the capacity that the pool has lent for this chunk.
	 */
	void lent(int capacity) {
		this.lent = capacity;
	}

	int lent() {
		return this.lent;
	}

	/**
	 * Return whether the body leaves so little space unused that it need not be copied.
	 */
	boolean isWellFilled() {
		return isWellFilledBy(this.size);
	}

	/**
	 * Return whether a body of this size would fit and leave little space unused.
	 */
	boolean suits(int expectedSize) {
		return expectedSize <= this.bytes.length && isWellFilledBy(expectedSize);
	}

	private boolean isWellFilledBy(int size) {
		return size >= this.bytes.length / 4 * 3;
	}

	/**
	 * Complete the body and return the records without copying them. The content is valid
	 * until the chunk is returned to the pool.
	 */
	BatchContent content() {
		this.bytes[this.size - 1] = ']';
		return new BatchContent(this.bytes, this.ends, this.count);
	}

	/**
	 * Return a copy of the records.
	 */
	public BatchContent copy() {
		BatchContent content = content();
		return new BatchContent(Arrays.copyOf(content.body(), this.size), Arrays.copyOf(content.ends(), this.count),
				this.count);
	}

	Completion @Nullable [] completions() {
		return (this.completions != null) ? Arrays.copyOf(this.completions, this.count) : null;
	}

}
