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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Collects what becomes of the records of a collection, which may be in several batches.
 */
public final class CollectionCompletion {

	private final String pipeId;

	private final boolean undeliveredHandled;

	private final boolean retried;

	private final CompletableFuture<BatchResult> result = new CompletableFuture<>();

	private final List<Undelivered> undelivered = new ArrayList<>();

	private final int records;

	private int delivered;

	private int ended;

	private @Nullable Duration retryAfter;

	public CollectionCompletion(String pipeId, int records, BatchOptions options) {
		this.pipeId = pipeId;
		this.records = records;
		this.undeliveredHandled = options.undeliveredHandled();
		this.retried = options.retried();
	}

	/**
	 * Return whether the handler gets what is not delivered for the given reason.
	 */
	public boolean isHandled(UndeliveredReason reason) {
		return this.undeliveredHandled && reason != UndeliveredReason.RETURNED;
	}

	/**
	 * Return whether records that could not be delivered are sent again by the publisher,
	 * and not by the caller.
	 */
	public boolean isRetried() {
		return this.retried;
	}

	/**
	 * Return the reason for a caller that may be the one who sends the records again.
	 * What the service refused is not worth it.
	 */
	public UndeliveredReason reason(UndeliveredReason reason) {
		boolean refused = reason.state() == RecordState.REJECTED && reason != UndeliveredReason.UNKNOWN_PIPE;
		return (this.retried || refused) ? reason : UndeliveredReason.RETURNED;
	}

	/**
	 * The caller should not send what is returned before this time has passed.
	 */
	synchronized void retryAfter(Duration wait) {
		if (this.retryAfter == null || wait.compareTo(this.retryAfter) > 0) {
			this.retryAfter = wait;
		}
	}

	/**
	 * Some records were delivered.
	 * @return whether all have ended
	 */
	public synchronized boolean delivered(int count) {
		this.delivered += count;
		this.ended += count;
		return this.ended == this.records;
	}

	/**
	 * Some records were not delivered.
	 * @param from the index of the first one in the collection
	 * @param to the index after the last one
	 * @return whether all have ended
	 */
	public synchronized boolean undelivered(int from, int to, UndeliveredReason reason, @Nullable Integer status) {
		this.undelivered.add(new Undelivered(from, to, reason, status));
		if (reason == UndeliveredReason.RETURNED) {
			retryAfter(Duration.ZERO);
		}
		this.ended += to - from;
		return this.ended == this.records;
	}

	/**
	 * Tell the caller, after all have ended.
	 */
	public void complete() {
		this.result.complete(toResult());
	}

	private synchronized BatchResult toResult() {
		this.undelivered.sort(Comparator.comparingInt(Undelivered::from));
		List<Undelivered> merged = new ArrayList<>();
		for (Undelivered next : this.undelivered) {
			Undelivered last = (!merged.isEmpty()) ? merged.get(merged.size() - 1) : null;
			if (last != null && last.equals(new Undelivered(last.from(), next.from(), next.reason(), next.status()))) {
				merged.set(merged.size() - 1, new Undelivered(last.from(), next.to(), next.reason(), next.status()));
			}
			else {
				merged.add(next);
			}
		}
		return new BatchResult(this.pipeId, this.delivered, merged, this.retryAfter);
	}

	public CompletableFuture<BatchResult> result() {
		return this.result;
	}

	/**
	 * The records of a collection that are in one batch.
	 *
	 * @param send the collection
	 * @param offset the index of the batch's first record in the collection
	 */
	public record Part(CollectionCompletion send, int offset) {

		public boolean delivered(RecordRange range) {
			return this.send.delivered(range.size());
		}

		public boolean undelivered(RecordRange range, UndeliveredReason reason, @Nullable Integer status) {
			return this.send.undelivered(this.offset + range.from(), this.offset + range.to(), reason, status);
		}

	}

}
