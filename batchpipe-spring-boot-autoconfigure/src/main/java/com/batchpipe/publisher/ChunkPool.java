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

package com.batchpipe.publisher;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Keeps chunks for reuse, as long as they take no more than a number of bytes together.
 * The one that was used last is lent first, because a cache may still hold it. Safe for
 * use by multiple threads.
 */
final class ChunkPool {

	private final long maxSize;

	private final Deque<Chunk> chunks = new ArrayDeque<>();

	private long size;

	/**
	 * Create a pool.
	 * @param maxSize the size of all chunks that are kept, in bytes
	 */
	ChunkPool(long maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Take a chunk for a body.
	 * @param expectedSize how large it will be
	 */
	Chunk take(int expectedSize) {
		Chunk chunk = poll();
		if (chunk == null) {
			return new Chunk(expectedSize);
		}
		chunk.expect(expectedSize);
		return chunk;
	}

	/**
	 * See to it that there is a chunk for the next large body: it takes long to make one,
	 * and it had better not be done where records are published.
	 */
	void provide(int expectedSize) {
		if (expectedSize > Chunk.INITIAL_CAPACITY && isEmpty()) {
			offer(new Chunk(expectedSize));
		}
	}

	private synchronized boolean isEmpty() {
		return this.chunks.isEmpty();
	}

	private synchronized @Nullable Chunk poll() {
		Chunk chunk = this.chunks.poll();
		if (chunk != null) {
			this.size -= chunk.capacity();
		}
		return chunk;
	}

	void giveBack(Chunk chunk) {
		chunk.clear();
		offer(chunk);
	}

	private synchronized void offer(Chunk chunk) {
		if (this.size + chunk.capacity() <= this.maxSize) {
			this.size += chunk.capacity();
			this.chunks.push(chunk);
		}
	}

}
