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

package com.batchpipe.publisher.buffer;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.Chunk;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.batch.CollectionCompletion;
import com.batchpipe.publisher.batch.Completion;
import com.batchpipe.publisher.batch.FlushMarks;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Opens batches: provides each with a body and marks it for flushes. Safe for use by
 * multiple threads.
 */
public final class BatchFactory {

	private final ChunkPool chunks;

	private final FlushMarks flushMarks;

	private final EventLoop loop;

	public BatchFactory(ChunkPool chunks, FlushMarks flushMarks, EventLoop loop) {
		this.chunks = chunks;
		this.flushMarks = flushMarks;
		this.loop = loop;
	}

	/**
	 * Open a batch with its first record. If this fails, nothing has changed.
	 * @param expectedSize the expected size of the body, or 0 if it is unknown
	 */
	Batch open(byte[] source, int offset, int length, @Nullable Completion completion, int expectedSize) {
		Batch batch = new Batch(this.loop.nanoTime());
		Chunk chunk = this.chunks.take(expectedSize, length);
		boolean opened = false;
		try {
			chunk.append(source, offset, length, completion);
			batch.open(chunk, this.flushMarks.open());
			opened = true;
			return batch;
		}
		finally {
			if (!opened) {
				this.chunks.giveBack(chunk);
			}
		}
	}

	/**
	 * Open a batch with all of its records.
	 */
	Batch open(Chunk chunk, CollectionCompletion.Part part) {
		Batch batch = new Batch(this.loop.nanoTime());
		batch.open(chunk, this.flushMarks.open(), part);
		return batch;
	}

	ChunkPool chunks() {
		return this.chunks;
	}

}
