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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A sealed batch. Guarded by the lock of its pipe's buffer while it is queued there, and
 * owned by the sender while it is taken from there.
 */
final class Batch {

	private static final BatchPart EMPTY = new BatchPart(new byte[0], new int[0]);

	private final long number;

	private final long openedAt;

	private final FlushMark flushMark;

	private final int count;

	/**
	 * What the records were collected in, as long as it is to be given back.
	 */
	private @Nullable Chunk chunk;

	private BatchPart content = EMPTY;

	private Completion @Nullable [] completions;

	private @Nullable RangePlan plan;

	private int remaining;

	private int attempts;

	private long notBefore;

	private @Nullable Integer lastStatus;

	Batch(long number, Chunk chunk, long openedAt, FlushMark flushMark) {
		this.number = number;
		this.chunk = chunk;
		this.openedAt = openedAt;
		this.notBefore = openedAt;
		this.flushMark = flushMark;
		this.count = chunk.count();
		this.remaining = this.count;
	}

	/**
	 * Make the content ready, without much unused room: it stays in a chunk that is well
	 * filled, and is copied from another.
	 */
	void trim(ChunkPool pool) {
		Chunk source = this.chunk;
		if (source == null || this.content != EMPTY) {
			return;
		}
		this.completions = source.completions();
		if (source.isWellFilled()) {
			this.content = new BatchPart(source.body(), source.ends());
		}
		else {
			this.content = new BatchPart(Arrays.copyOf(source.body(), source.size()), source.ends());
			this.chunk = null;
			pool.giveBack(source);
		}
	}

	/**
	 * Give the chunk back after an answer, if the request that was answered is the only
	 * one that has read from it. The content is gone then.
	 */
	void recycle(ChunkPool pool) {
		Chunk source = this.chunk;
		if (source != null && this.attempts == 1) {
			this.content = EMPTY;
			this.chunk = null;
			pool.giveBack(source);
		}
	}

	RangePlan plan(boolean inOrder, int maxBisectRequests) {
		RangePlan current = this.plan;
		if (current == null) {
			current = new RangePlan(this.count, inOrder, maxBisectRequests);
			this.plan = current;
		}
		return current;
	}

	/**
	 * Return the content.
	 */
	BatchPart content() {
		return this.content;
	}

	Completion @Nullable [] completions() {
		return this.completions;
	}

	void settled(int records) {
		this.remaining -= records;
	}

	void attempted() {
		this.attempts++;
	}

	void waitUntil(long notBefore) {
		this.notBefore = notBefore;
	}

	void lastStatus(@Nullable Integer status) {
		this.lastStatus = status;
	}

	@Nullable Integer lastStatus() {
		return this.lastStatus;
	}

	int remaining() {
		return this.remaining;
	}

	int attempts() {
		return this.attempts;
	}

	long notBefore() {
		return this.notBefore;
	}

	/**
	 * Return how many batches of the pipe were sealed before.
	 */
	long number() {
		return this.number;
	}

	long openedAt() {
		return this.openedAt;
	}

	FlushMark flushMark() {
		return this.flushMark;
	}

}
