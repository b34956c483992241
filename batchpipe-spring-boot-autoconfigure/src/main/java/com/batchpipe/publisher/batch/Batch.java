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

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * A batch, which is first open and then sealed. Until a thread takes it, it is guarded by
 * the lock of its pipe's accounts. After that, it is owned by that thread, except for its
 * neighbors and the number of remaining records, which are still guarded by the lock.
 */
public final class Batch extends Linked<Batch> {

	private static final BatchContent EMPTY = new BatchContent(new byte[0], new int[0], 0);

	private final long openedAt;

	private long number;

	private int count;

	private @Nullable FlushMark flushMark;

	/**
	 * The chunk that collects the records, until it is returned to the pool.
	 */
	private @Nullable Chunk chunk;

	private BatchContent content = EMPTY;

	private Completion @Nullable [] completions;

	/**
	 * The collection to which the records belong, if they were accepted as a collection.
	 */
	private CollectionCompletion.@Nullable Part part;

	private @Nullable SplitPlan plan;

	private int remaining;

	private int attempts;

	private int failures;

	private long notBefore;

	private @Nullable Integer lastStatus;

	public Batch(long openedAt) {
		this.openedAt = openedAt;
		this.notBefore = openedAt;
	}

	/**
	 * Open the batch.
	 * @param chunk the chunk that collects the records and already contains the first one
	 * @param flushMark the mark that counts the records
	 */
	public void open(Chunk chunk, FlushMark flushMark) {
		this.chunk = chunk;
		this.flushMark = flushMark;
	}

	/**
	 * Open the batch with all of its records.
	 * @param chunk the records
	 * @param flushMark the mark that counts the records
	 * @param part the collection to which the records belong
	 */
	public void open(Chunk chunk, FlushMark flushMark, CollectionCompletion.Part part) {
		open(chunk, flushMark);
		this.part = part;
	}

	/**
	 * Add a record. If this fails, nothing has changed.
	 */
	public void append(byte[] source, int offset, int length, @Nullable Completion completion) {
		collecting().append(source, offset, length, completion);
	}

	/**
	 * Seal the batch, so that it accepts no more records.
	 * @param pool the pool to which the chunk belongs
	 */
	public void seal(ChunkPool pool) {
		Chunk filled = collecting();
		this.count = filled.count();
		this.remaining = this.count;
		flushMark().sealed(this.count);
		pool.filled(filled);
	}

	/**
	 * Return the number of records of an open batch.
	 */
	public int count() {
		return collecting().count();
	}

	/**
	 * Return the size of the body of an open batch.
	 */
	public int size() {
		return collecting().size();
	}

	private Chunk collecting() {
		Chunk current = this.chunk;
		Assert.state(current != null, "The batch is not open");
		return current;
	}

	/**
	 * Prepare the content so that little space is left unused: if the chunk is well
	 * filled, the content stays in it; otherwise, the content is copied.
	 */
	public void trim(ChunkPool pool) {
		Chunk source = this.chunk;
		if (source == null || this.content != EMPTY) {
			return;
		}
		this.completions = source.completions();
		if (source.isWellFilled()) {
			this.content = source.content();
		}
		else {
			this.content = source.copy();
			this.chunk = null;
			pool.giveBack(source);
		}
	}

	/**
	 * Return the chunk to the pool after a response, if only one request has read from
	 * it. The content is no longer available afterward.
	 */
	public void recycle(ChunkPool pool) {
		Chunk source = this.chunk;
		if (source != null && this.attempts == 1) {
			this.content = EMPTY;
			this.chunk = null;
			pool.giveBack(source);
		}
	}

	public SplitPlan plan(PublisherSettings settings) {
		SplitPlan current = this.plan;
		if (current == null) {
			current = new SplitPlan(this.count, settings.strict(), settings.maxBisectRequests());
			this.plan = current;
		}
		return current;
	}

	/**
	 * Return the content.
	 */
	public BatchContent content() {
		return this.content;
	}

	public Completion @Nullable [] completions() {
		return this.completions;
	}

	public CollectionCompletion.@Nullable Part part() {
		return this.part;
	}

	/**
	 * Return whether only the publisher retries the batch, so that the batch is never
	 * returned to a caller.
	 */
	public boolean isRetried() {
		return this.part == null || this.part.send().isRetried();
	}

	/**
	 * Return whether to return the batch to its caller instead of sending it at the given
	 * time.
	 */
	public boolean isReturnedBefore(long nanoTime) {
		return this.part != null && nanoTime - this.openedAt >= this.part.send().retryNanos();
	}

	/**
	 * Return whether the caller may send earlier records of the collection again, so that
	 * this batch would overtake them if it were still sent.
	 */
	public boolean isAfterReturned() {
		return this.part != null && this.part.send().hasReturned();
	}

	/**
	 * Record that the caller may send records of the batch again, if the caller retries
	 * them. With strict ordering, the later records of the collection are then returned.
	 */
	public void returning() {
		if (this.part != null) {
			this.part.send().returned();
		}
	}

	/**
	 * Set how long the caller should wait before retrying the records, unless a longer
	 * wait is already set.
	 */
	public void retryAfter(Duration wait) {
		if (this.part != null) {
			this.part.send().retryAfter(wait);
		}
	}

	public void settled(int records) {
		this.remaining -= records;
	}

	public void attempted() {
		this.attempts++;
	}

	public void waitUntil(long notBefore) {
		this.notBefore = notBefore;
	}

	public void lastStatus(@Nullable Integer status) {
		this.lastStatus = status;
	}

	public @Nullable Integer lastStatus() {
		return this.lastStatus;
	}

	public int remaining() {
		return this.remaining;
	}

	public int attempts() {
		return this.attempts;
	}

	/**
	 * Record that a request failed and has to be retried.
	 */
	public void failed() {
		this.failures++;
	}

	/**
	 * Record that the service processed a request, so that the next failure counts as the
	 * first one. The requests of a search for an invalid record are not retries and must
	 * not increase the backoff.
	 */
	public void processed() {
		this.failures = 0;
	}

	/**
	 * Return the number of failures since the service last processed a request.
	 */
	public int failures() {
		return this.failures;
	}

	public long notBefore() {
		return this.notBefore;
	}

	/**
	 * Return the number of batches of the pipe that were opened before this one.
	 */
	public long number() {
		return this.number;
	}

	public void number(long number) {
		this.number = number;
	}

	public long openedAt() {
		return this.openedAt;
	}

	public FlushMark flushMark() {
		FlushMark mark = this.flushMark;
		Assert.state(mark != null, "The batch was not opened");
		return mark;
	}

}
