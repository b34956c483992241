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
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Collects the results of the records of a collection, which may be in several batches.
 */
public final class CollectionCompletion {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private final String pipeId;

	private final boolean undeliveredHandled;

	private final boolean retried;

	private final long retryNanos;

	private final CompletableFuture<BatchResult> result = new CompletableFuture<>();

	private final List<Undelivered> undelivered = new ArrayList<>();

	private final int records;

	private int delivered;

	private int ended;

	private @Nullable Duration retryAfter;

	private volatile boolean returned;

	public CollectionCompletion(String pipeId, int records, BatchOptions options) {
		this.pipeId = pipeId;
		this.records = records;
		this.undeliveredHandled = options.undeliveredHandled();
		Duration timeout = options.retryTimeout();
		this.retried = timeout == null;
		this.retryNanos = (timeout == null || timeout.compareTo(LONGEST) > 0) ? Long.MAX_VALUE : timeout.toNanos();
	}

	/**
	 * Return whether records that are not delivered for the given reason are passed to
	 * the handler.
	 */
	public boolean isHandled(UndeliveredReason reason) {
		return this.undeliveredHandled && reason != UndeliveredReason.RETURNED;
	}

	/**
	 * Return whether only the publisher retries the records, so that they are never
	 * returned to the caller.
	 */
	public boolean isRetried() {
		return this.retried;
	}

	/**
	 * Return how long the publisher retries the records before it returns them to the
	 * caller, in nanoseconds. It never returns records that the caller does not retry.
	 */
	long retryNanos() {
		return this.retryNanos;
	}

	/**
	 * Return the reason to report to the caller. If the caller retries the records
	 * itself, the reason is {@link UndeliveredReason#RETURNED}, except for
	 * {@linkplain UndeliveredReason#isPermanentRejection() permanent rejections}.
	 */
	public UndeliveredReason reason(UndeliveredReason reason) {
		return (this.retried || reason.isPermanentRejection()) ? reason : UndeliveredReason.RETURNED;
	}

	/**
	 * Record that the caller may send records of the collection again, if it retries
	 * them.
	 */
	public void returned() {
		this.returned = !this.retried;
	}

	/**
	 * Return whether the caller may send records of the collection again.
	 */
	boolean hasReturned() {
		return this.returned;
	}

	/**
	 * Set how long the caller should wait before retrying returned records, unless a
	 * longer wait is already set.
	 */
	synchronized void retryAfter(Duration wait) {
		if (this.retryAfter == null || wait.compareTo(this.retryAfter) > 0) {
			this.retryAfter = wait;
		}
	}

	/**
	 * Record that some records were delivered.
	 * @return whether all records have ended
	 */
	public synchronized boolean delivered(int count) {
		this.delivered += count;
		this.ended += count;
		return this.ended == this.records;
	}

	/**
	 * Record that some records were not delivered.
	 * @param from the index of the first of these records in the collection
	 * @param to the index after that of the last record
	 * @return whether all records have ended
	 */
	public synchronized boolean undelivered(int from, int to, UndeliveredReason reason, @Nullable Integer status) {
		this.undelivered.add(new Undelivered(from, to, reason, status));
		if (reason == UndeliveredReason.RETURNED) {
			returned();
			retryAfter(Duration.ZERO);
		}
		this.ended += to - from;
		return this.ended == this.records;
	}

	/**
	 * Notify the caller after all records have ended.
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
	 * The part of a collection that is in one batch.
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
