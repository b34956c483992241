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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Lends chunks with room for an entire batch as long as the size of the pool permits;
 * beyond that, and for the smallest batches, a chunk grows with its content. The pool
 * keeps chunks for reuse: the most recently used chunk is lent first, because it may
 * still be in a CPU cache, and the least recently used chunk is discarded first. Safe for
 * use by multiple threads.
 */
public final class ChunkPool {

	private static final int MIN_LENT = 1024;

	private static final int MIN_KEPT = 8 * 1024;

	private static final int MAX_KEPT = 64;

	private final long maxSize;

	/**
	 * Large enough that it never has to grow, because growing could fail.
	 */
	private final Deque<Chunk> chunks = new ArrayDeque<>(MAX_KEPT + 2);

	/**
	 * The total size of the chunks that are kept and of those that are being filled.
	 */
	private long size;

	/**
	 * Create a pool.
	 * @param maxSize the maximum total size in bytes of all chunks that are kept or lent
	 */
	public ChunkPool(long maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Take a chunk for a batch.
	 * @param expectedSize the expected size of its body, or 0 if it is unknown
	 * @param length the length of its first record
	 */
	public Chunk take(int expectedSize, int length) {
		Chunk chunk = null;
		if (expectedSize >= MIN_LENT) {
			chunk = poll(expectedSize);
			chunk = (chunk != null) ? chunk : create(expectedSize + expectedSize / 16);
		}
		return (chunk != null) ? chunk : Chunk.fitting(length);
	}

	private @Nullable Chunk create(int capacity) {
		if (!reserve(capacity)) {
			return null;
		}
		boolean created = false;
		try {
			Chunk chunk = new Chunk(capacity);
			chunk.lent(capacity);
			created = true;
			return chunk;
		}
		finally {
			if (!created) {
				release(capacity);
			}
		}
	}

	/**
	 * Provide a chunk in advance, so that the next one need not be created on a thread
	 * that publishes records.
	 */
	public void provide(int expectedSize) {
		if (expectedSize >= MIN_KEPT) {
			giveBack(take(expectedSize, 0));
		}
	}

	/**
	 * Record that a chunk has been filled: its content is accounted for elsewhere.
	 */
	void filled(Chunk chunk) {
		if (chunk.lent() > 0) {
			release(chunk.lent());
			chunk.lent(0);
		}
	}

	public void giveBack(Chunk chunk) {
		filled(chunk);
		if (chunk.capacity() >= MIN_KEPT) {
			chunk.clear();
			keep(chunk);
		}
	}

	private synchronized @Nullable Chunk poll(int expectedSize) {
		Iterator<Chunk> iterator = this.chunks.iterator();
		while (iterator.hasNext()) {
			Chunk chunk = iterator.next();
			if (chunk.suits(expectedSize)) {
				iterator.remove();
				chunk.lent(chunk.capacity());
				return chunk;
			}
		}
		return null;
	}

	private synchronized boolean reserve(int capacity) {
		while (this.size + capacity > this.maxSize && !this.chunks.isEmpty()) {
			this.size -= this.chunks.removeLast().capacity();
		}
		if (this.size + capacity > this.maxSize) {
			return false;
		}
		this.size += capacity;
		return true;
	}

	private synchronized void release(int capacity) {
		this.size -= capacity;
	}

	private synchronized void keep(Chunk chunk) {
		this.chunks.push(chunk);
		this.size += chunk.capacity();
		while (!this.chunks.isEmpty() && (this.size > this.maxSize || this.chunks.size() > MAX_KEPT)) {
			this.size -= this.chunks.removeLast().capacity();
		}
	}

}
