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
import com.batchpipe.publisher.batch.ChunkPool;

/**
 * The sealed batches of one pipe, oldest first: those that wait for the sender, and those
 * that it has taken. Guarded by the lock of its pipe's buffer.
 */
public class BatchQueue {

	/**
	 * How many batches may wait with unused room. More of them wait only if the service
	 * does not take them, and they may get many.
	 */
	private static final int MAX_UNTRIMMED = 4;

	private final BatchList waiting = new BatchList();

	private final BatchList taken = new BatchList();

	/**
	 * How many of the batches that wait are sent again by their caller.
	 */
	private int unretried;

	/**
	 * Create a queue. It has no field for its order, because there may be very many.
	 * @param strict whether no batch may overtake another
	 */
	static BatchQueue create(boolean strict) {
		return (strict) ? new Strict() : new BatchQueue();
	}

	/**
	 * Return whether no batch may overtake another.
	 */
	boolean isStrict() {
		return false;
	}

	void add(Batch batch) {
		this.waiting.add(batch);
		this.unretried += (batch.isRetried()) ? 0 : 1;
	}

	/**
	 * Take the next batch that may be sent now.
	 */
	@Nullable Batch take(long now) {
		for (Batch batch = this.waiting.first(); batch != null; batch = batch.next) {
			if (now - batch.notBefore() >= 0) {
				return take(batch);
			}
			if (isStrict()) {
				return null;
			}
		}
		return null;
	}

	@Nullable Batch takeOldest() {
		Batch oldest = this.waiting.first();
		return (oldest != null) ? take(oldest) : null;
	}

	/**
	 * Take the oldest batch that its caller sends again.
	 */
	@Nullable Batch takeUnretried() {
		Batch batch = (this.unretried > 0) ? this.waiting.first() : null;
		while (batch != null && batch.isRetried()) {
			batch = batch.next;
		}
		return (batch != null) ? take(batch) : null;
	}

	/**
	 * Take a batch that waits.
	 */
	Batch take(Batch batch) {
		this.waiting.remove(batch);
		this.unretried -= (batch.isRetried()) ? 0 : 1;
		this.taken.add(batch);
		return batch;
	}

	/**
	 * Put a taken batch back where it was.
	 */
	void giveBack(Batch batch) {
		this.taken.remove(batch);
		add(batch);
	}

	/**
	 * A taken batch has ended.
	 */
	void ended(Batch batch) {
		this.taken.remove(batch);
	}

	@Nullable Batch oldest() {
		return this.waiting.first();
	}

	/**
	 * Give the unused room of the newest batch back, if many wait.
	 */
	void trimNewest(ChunkPool pool) {
		Batch newest = this.waiting.last();
		if (newest != null && this.waiting.size() > MAX_UNTRIMMED) {
			newest.trim(pool);
		}
	}

	/**
	 * Return in how many nanoseconds the oldest batch has expired or, if one may be sent,
	 * a batch has waited.
	 * @param timeout after how many nanoseconds a batch expires
	 */
	long untilDue(long now, boolean sendable, long timeout) {
		Batch oldest = this.waiting.first();
		long wait = (oldest != null) ? timeout - (now - oldest.openedAt()) : Long.MAX_VALUE;
		return (sendable) ? Math.min(wait, untilSendable(now)) : wait;
	}

	/**
	 * Return in how many nanoseconds a batch may be sent.
	 */
	long untilSendable(long now) {
		long wait = Long.MAX_VALUE;
		for (Batch batch = this.waiting.first(); batch != null; batch = batch.next) {
			wait = Math.min(wait, Math.max(0, batch.notBefore() - now));
			if (wait <= 0 || isStrict()) {
				break;
			}
		}
		return wait;
	}

	/**
	 * Return whether no batch may be taken before another one has come.
	 */
	boolean admitsNext() {
		return !isStrict() || this.waiting.size() == 0;
	}

	int waiting() {
		return this.waiting.size();
	}

	boolean isEmpty() {
		return this.waiting.size() == 0 && this.taken.size() == 0;
	}

	/**
	 * End the waits of all batches.
	 */
	void hasten(long now) {
		for (Batch batch = this.waiting.first(); batch != null; batch = batch.next) {
			batch.waitUntil(now);
		}
	}

	/**
	 * Count the buffered records.
	 */
	long buffered() {
		return this.waiting.buffered() + this.taken.buffered();
	}

	/**
	 * Return for how long the oldest record has been buffered.
	 */
	long age(long now) {
		return Math.max(this.waiting.age(now), this.taken.age(now));
	}

	/**
	 * Keeps the order.
	 */
	private static final class Strict extends BatchQueue {

		@Override
		boolean isStrict() {
			return true;
		}

	}

}
