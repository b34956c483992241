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

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lends encoders to threads without locking, and keeps a limited number of them for
 * reuse. The threads are distributed over the encoders, so that two threads rarely use
 * the same one. A thread that finds no free encoder receives a new one; this includes a
 * thread that publishes while it is encoding a record.
 */
public final class RecordEncoderPool {

	/**
	 * The distance between the references to two encoders, so that they do not share a
	 * cache line.
	 */
	private static final int STRIDE = 16;

	private final AtomicReferenceArray<RecordEncoder> free;

	private final int mask;

	private final Supplier<RecordEncoder> factory;

	RecordEncoderPool(int processors, Supplier<RecordEncoder> factory) {
		int count = Integer.highestOneBit(Math.max(4, 4 * processors));
		this.free = new AtomicReferenceArray<>(count * STRIDE);
		this.mask = count - 1;
		this.factory = factory;
	}

	/**
	 * Create a pool.
	 * @param recordIdField the field into which an identifier is written for each record,
	 * or {@code null} for none
	 */
	public static RecordEncoderPool create(JsonMapper mapper, @Nullable String recordIdField) {
		RecordIds recordIds = (recordIdField != null) ? new RecordIds(recordIdField, System::currentTimeMillis) : null;
		ObjectWriter writer = RecordEncoder.writer(mapper);
		return new RecordEncoderPool(Runtime.getRuntime().availableProcessors(),
				() -> new RecordEncoder(writer, recordIds));
	}

	public RecordEncoder borrow() {
		int start = start();
		for (int i = 0; i < 4; i++) {
			RecordEncoder encoder = this.free.getAndSet(((start + i) & this.mask) * STRIDE, null);
			if (encoder != null) {
				return encoder;
			}
		}
		return this.factory.get();
	}

	public void release(RecordEncoder encoder) {
		int start = start();
		for (int i = 0; i < 4; i++) {
			int index = ((start + i) & this.mask) * STRIDE;
			if (this.free.getPlain(index) == null) {
				// If another thread does the same now, one of the two encoders is
				// discarded.
				this.free.setRelease(index, encoder);
				return;
			}
		}
	}

	private static int start() {
		long id = Thread.currentThread().getId();
		return (int) (id ^ (id >>> 16));
	}

}
