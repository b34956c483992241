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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import com.batchpipe.publisher.FlushResult;
import com.batchpipe.publisher.RecordState;

/**
 * The records of all batches, of any pipe, that were opened between two flushes, and
 * their results. Safe for use by multiple threads.
 */
public final class FlushMark {

	/**
	 * The number of batches that have not ended, plus one until the next flush.
	 */
	private final AtomicLong open = new AtomicLong(1);

	private final AtomicLong sealed = new AtomicLong();

	private final AtomicLong delivered = new AtomicLong();

	private final AtomicLong undelivered = new AtomicLong();

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	/**
	 * Add a batch.
	 * @return whether the batch was added; it is not added if there has been a flush and
	 * all batches have ended
	 */
	boolean opened() {
		long before = this.open.get();
		while (before > 0) {
			if (this.open.compareAndSet(before, before + 1)) {
				return true;
			}
			before = this.open.get();
		}
		return false;
	}

	/**
	 * Record that a batch was sealed.
	 */
	void sealed(int records) {
		this.sealed.addAndGet(records);
	}

	/**
	 * Record that some records of a batch have ended.
	 */
	public void ended(RecordState state, int records) {
		((state == RecordState.DELIVERED) ? this.delivered : this.undelivered).addAndGet(records);
	}

	/**
	 * Record that a batch has ended or that the next flush has begun.
	 */
	public void closed() {
		if (this.open.decrementAndGet() == 0) {
			this.finished.complete(null);
		}
	}

	CompletableFuture<Void> finished() {
		return this.finished;
	}

	FlushResult result() {
		long delivered = this.delivered.get();
		long undelivered = this.undelivered.get();
		return new FlushResult(delivered, undelivered, this.sealed.get() - delivered - undelivered);
	}

}
