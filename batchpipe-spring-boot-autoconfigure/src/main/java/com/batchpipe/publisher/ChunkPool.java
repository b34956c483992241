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
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * Keeps chunks for reuse. The one that was used last is lent first, because a cache may
 * still hold it, and the one that was not used for longest is given up first. Safe for
 * use by multiple threads.
 */
final class ChunkPool {

	private static final int MAX_KEPT = 64;

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
	 * @param expectedSize how large it will be, or 0 if that is not known
	 */
	Chunk take(int expectedSize) {
		Chunk chunk = poll(expectedSize);
		return (chunk != null) ? chunk : new Chunk(expectedSize);
	}

	/**
	 * See to it that the next chunk need not be made where records are published.
	 */
	void provide(int expectedSize) {
		Chunk chunk = take(expectedSize);
		giveBack(chunk);
	}

	private synchronized @Nullable Chunk poll(int expectedSize) {
		Iterator<Chunk> iterator = this.chunks.iterator();
		while (iterator.hasNext()) {
			Chunk chunk = iterator.next();
			if (chunk.suits(expectedSize)) {
				iterator.remove();
				this.size -= chunk.capacity();
				return chunk;
			}
		}
		return null;
	}

	void giveBack(Chunk chunk) {
		chunk.clear();
		keep(chunk);
	}

	private synchronized void keep(Chunk chunk) {
		this.chunks.push(chunk);
		this.size += chunk.capacity();
		while (this.size > this.maxSize || this.chunks.size() > MAX_KEPT) {
			this.size -= this.chunks.removeLast().capacity();
		}
	}

}
