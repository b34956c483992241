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

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of the records of one pipe that were sealed between two flushes.
 * Guarded by the lock of the pipe's buffer.
 */
final class FlushMark {

	private long open;

	private long delivered;

	private long undelivered;

	private @Nullable CompletableFuture<Void> finished;

	void opened(int records) {
		this.open += records;
	}

	/**
	 * Count records that have ended.
	 * @return what to complete outside of the lock, if anything
	 */
	@Nullable CompletableFuture<Void> ended(RecordState state, int records) {
		this.open -= records;
		if (state == RecordState.DELIVERED) {
			this.delivered += records;
		}
		else {
			this.undelivered += records;
		}
		return (this.open == 0) ? this.finished : null;
	}

	/**
	 * Return a future that is completed as soon as no record is open.
	 */
	CompletableFuture<Void> finished() {
		CompletableFuture<Void> future = this.finished;
		if (future == null) {
			future = new CompletableFuture<>();
			this.finished = future;
		}
		if (this.open == 0) {
			future.complete(null);
		}
		return future;
	}

	long open() {
		return this.open;
	}

	FlushResult result() {
		return new FlushResult(this.delivered, this.undelivered, this.open);
	}

}
