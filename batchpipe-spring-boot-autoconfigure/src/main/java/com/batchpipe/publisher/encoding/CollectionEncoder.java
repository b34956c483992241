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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.RecordTooLargeException;
import com.batchpipe.publisher.batch.Chunk;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.batch.EncodedCollection;
import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * Encodes the records of a collection into chunks, each of which becomes a batch.
 */
public final class CollectionEncoder {

	private final PublisherSettings settings;

	private final RecordEncoderPool encoders;

	private final ChunkPool pool;

	public CollectionEncoder(PublisherSettings settings, RecordEncoderPool encoders, ChunkPool pool) {
		this.settings = settings;
		this.encoders = encoders;
		this.pool = pool;
	}

	/**
	 * Encode the records. If one of them cannot be written, all chunks are returned to
	 * the pool.
	 * @param records the records
	 * @param size the approximate number of records
	 * @param maxBatchSize the maximum size of the body of a batch
	 * @param options the options, which may provide the identifiers
	 * @return the encoded records; the caller must return their chunks to the pool or add
	 * them to batches
	 * @throws IllegalArgumentException if a record cannot be written as one JSON object
	 */
	public EncodedCollection encode(Iterable<?> records, int size, int maxBatchSize, BatchOptions options) {
		Chunks chunks = new Chunks(size, maxBatchSize);
		boolean done = false;
		RecordEncoder encoder = this.encoders.borrow();
		try {
			int index = 0;
			for (Object record : records) {
				encode(record, index++, encoder, chunks, options);
			}
			done = true;
			return new EncodedCollection(chunks.all, index);
		}
		finally {
			this.encoders.release(encoder);
			if (!done) {
				chunks.all.forEach(this.pool::giveBack);
			}
		}
	}

	private void encode(@Nullable Object record, int index, RecordEncoder encoder, Chunks chunks,
			BatchOptions options) {
		if (record == null) {
			throw new IllegalArgumentException("'records[" + index + "]' must not be null");
		}
		try {
			if (record instanceof RawJson json && this.settings.recordIdField() == null) {
				byte[] bytes = json.bytes();
				int offset = JsonObjectRange.offset(bytes);
				chunks.append(bytes, offset, JsonObjectRange.length(bytes, offset), index);
			}
			else {
				encoder.encode(record, options.recordId(index));
				chunks.append(encoder.bytes(), encoder.offset(), encoder.length(), index);
			}
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage()).replaceFirst("^'record' ", "");
			throw new IllegalArgumentException("'records[" + index + "]' " + message, ex.getCause());
		}
	}

	/**
	 * The chunks of one collection.
	 */
	private final class Chunks {

		private final List<Chunk> all = new ArrayList<>();

		private final int size;

		private final int maxBatchSize;

		private @Nullable Chunk last;

		Chunks(int size, int maxBatchSize) {
			this.size = size;
			this.maxBatchSize = maxBatchSize;
		}

		void append(byte[] source, int offset, int length, int index) {
			PublisherSettings settings = CollectionEncoder.this.settings;
			if (length > settings.maxRecordSize()) {
				throw new RecordTooLargeException(length, settings.maxRecordSize(), index);
			}
			Chunk chunk = this.last;
			if (chunk == null || chunk.count() == settings.maxBatchRecords()
					|| chunk.size() + length + PublisherSettings.SEPARATOR > this.maxBatchSize) {
				chunk = next(length, index);
			}
			chunk.append(source, offset, length, null);
		}

		/**
		 * Take the next chunk, assuming that the remaining records are about as long as
		 * the previous ones.
		 */
		private Chunk next(int length, int index) {
			PublisherSettings settings = CollectionEncoder.this.settings;
			Chunk full = this.last;
			long recordSize = (full != null) ? full.size() / full.count() : length + PublisherSettings.SEPARATOR;
			long records = Math.max(1, Math.min(settings.maxBatchRecords(), this.size - index));
			long expectedSize = Math.min(this.maxBatchSize, 2 + records * recordSize);
			Chunk next = CollectionEncoder.this.pool.take((int) expectedSize, length);
			this.all.add(next);
			this.last = next;
			return next;
		}

	}

}
