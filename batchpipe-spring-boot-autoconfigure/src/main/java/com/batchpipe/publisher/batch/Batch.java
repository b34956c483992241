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
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * A batch: open at first, then sealed. Guarded by the lock of its pipe's buffer while it
 * is there, and owned by the sender while it is taken from there.
 */
public final class Batch extends Linked<Batch> {

	private static final BatchContent EMPTY = new BatchContent(new byte[0], new int[0]);

	private final long openedAt;

	private long number;

	private int count;

	private @Nullable FlushMark flushMark;

	/**
	 * What the records are collected in, as long as it is to be given back.
	 */
	private @Nullable Chunk chunk;

	private BatchContent content = EMPTY;

	private Completion @Nullable [] completions;

	/**
	 * The collection to which the records belong, if they came as one.
	 */
	private CollectionCompletion.@Nullable Part part;

	private @Nullable SplitPlan plan;

	private int remaining;

	private int attempts;

	private long notBefore;

	private @Nullable Integer lastStatus;

	public Batch(long openedAt) {
		this.openedAt = openedAt;
		this.notBefore = openedAt;
	}

	/**
	 * Open the batch.
	 * @param chunk what the records are collected in, with the first of them
	 * @param flushMark what counts them
	 */
	public void open(Chunk chunk, FlushMark flushMark) {
		this.chunk = chunk;
		this.flushMark = flushMark;
	}

	/**
	 * Open the batch with all of its records.
	 * @param chunk the records
	 * @param flushMark what counts them
	 * @param part the collection to which they belong
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
	 * Seal the batch: no record comes in after that.
	 * @param pool where the chunk comes from
	 */
	public void seal(ChunkPool pool) {
		Chunk filled = collecting();
		this.count = filled.count();
		this.remaining = this.count;
		flushMark().sealed(this.count);
		pool.filled(filled);
	}

	/**
	 * Return the number of records of a batch that is open.
	 */
	public int count() {
		return collecting().count();
	}

	/**
	 * Return the size of the body of a batch that is open.
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
	 * Make the content ready, without much unused room: it stays in a chunk that is well
	 * filled, and is copied from another.
	 */
	public void trim(ChunkPool pool) {
		Chunk source = this.chunk;
		if (source == null || this.content != EMPTY) {
			return;
		}
		this.completions = source.completions();
		if (source.isWellFilled()) {
			this.content = new BatchContent(source.body(), source.ends());
		}
		else {
			this.content = new BatchContent(Arrays.copyOf(source.body(), source.size()), source.ends());
			this.chunk = null;
			pool.giveBack(source);
		}
	}

	/**
	 * Give the chunk back after an answer, if the request that was answered is the only
	 * one that has read from it. The content is gone then.
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
	 * Return whether the publisher sends the batch again if it could not be delivered.
	 */
	public boolean isRetried() {
		return this.part == null || this.part.send().isRetried();
	}

	/**
	 * Tell the caller who sends the records again how long to wait.
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

	public long notBefore() {
		return this.notBefore;
	}

	/**
	 * Return how many batches of the pipe were opened before.
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
