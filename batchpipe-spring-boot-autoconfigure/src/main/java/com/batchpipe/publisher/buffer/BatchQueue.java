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
 * The sealed batches of one pipe, oldest first: the batches that are waiting and the
 * batches that have been taken. Guarded by the lock of the pipe's accounts.
 */
public class BatchQueue {

	/**
	 * The number of batches that can wait without being trimmed. More batches usually
	 * wait only if the service is slow or does not accept them, and there may then be
	 * many.
	 */
	private static final int MAX_UNTRIMMED = 4;

	private final BatchList waiting = new BatchList();

	private final BatchList taken = new BatchList();

	/**
	 * The number of waiting batches that their caller retries.
	 */
	private int unretried;

	/**
	 * Create a queue. The order is determined by a subclass and not by a field, because
	 * there may be very many queues.
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
	 * Take the next batch that can be sent now.
	 */
	@Nullable Batch take(long now) {
		for (Batch batch = this.waiting.first(); batch != null; batch = batch.next) {
			if (now - batch.notBefore() >= 0 && !overtakesReturned(batch)) {
				return take(batch);
			}
			if (isStrict()) {
				return null;
			}
		}
		return null;
	}

	/**
	 * Return whether to return a batch to its caller instead of sending it, because it
	 * would overtake other batches of its collection that the caller sends again.
	 */
	private boolean overtakesReturned(Batch batch) {
		return isStrict() && batch.isAfterReturned();
	}

	/**
	 * Take the oldest batch, which will not be sent.
	 */
	@Nullable Batch takeOldest() {
		Batch oldest = this.waiting.first();
		if (oldest == null) {
			return null;
		}
		oldest.returning();
		return take(oldest);
	}

	/**
	 * Take the oldest batch that must be returned to its caller.
	 * @param pause the nanoseconds for which nothing is sent, or zero
	 */
	@Nullable Batch takeReturned(long now, long pause) {
		Batch batch = (this.unretried > 0) ? this.waiting.first() : null;
		if (batch != null && overtakesReturned(batch)) {
			return take(batch);
		}
		if (pause <= 0) {
			return null;
		}
		while (batch != null && !batch.isReturnedBefore(now + pause)) {
			batch = batch.next;
		}
		return (batch != null) ? take(batch) : null;
	}

	/**
	 * Take a waiting batch.
	 */
	Batch take(Batch batch) {
		this.waiting.remove(batch);
		this.unretried -= (batch.isRetried()) ? 0 : 1;
		this.taken.add(batch);
		return batch;
	}

	/**
	 * Put a taken batch back at the position that corresponds to its age.
	 */
	void giveBack(Batch batch) {
		this.taken.remove(batch);
		add(batch);
	}

	/**
	 * Remove a taken batch that has ended.
	 */
	void ended(Batch batch) {
		this.taken.remove(batch);
	}

	@Nullable Batch oldest() {
		return this.waiting.first();
	}

	/**
	 * Trim the newest batch if many batches are waiting.
	 */
	void trimNewest(ChunkPool pool) {
		Batch newest = this.waiting.last();
		if (newest != null && this.waiting.size() > MAX_UNTRIMMED) {
			try {
				newest.trim(pool);
			}
			catch (OutOfMemoryError ex) {
				// The batch has been added and keeps its chunk until it is sent.
			}
		}
	}

	/**
	 * Return the nanoseconds until the oldest batch expires or, if a batch can be sent,
	 * until the wait of a batch is over, whichever comes first.
	 * @param timeout the nanoseconds after which a batch expires
	 */
	long untilDue(long now, boolean sendable, long timeout) {
		Batch oldest = this.waiting.first();
		long wait = (oldest != null) ? timeout - (now - oldest.openedAt()) : Long.MAX_VALUE;
		return (sendable) ? Math.min(wait, untilSendable(now)) : wait;
	}

	/**
	 * Return the nanoseconds until a batch can be sent.
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
	 * Return whether a newer batch can be taken. In strict order, it must not overtake a
	 * waiting batch.
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
	 * End the waits of all waiting batches.
	 */
	void hasten(long now) {
		for (Batch batch = this.waiting.first(); batch != null; batch = batch.next) {
			batch.waitUntil(now);
		}
	}

	/**
	 * Return the number of buffered records.
	 */
	long buffered() {
		return this.waiting.buffered() + this.taken.buffered();
	}

	/**
	 * Return the age of the oldest batch in nanoseconds, or 0 if there is none.
	 */
	long age(long now) {
		return Math.max(this.waiting.age(now), this.taken.age(now));
	}

	/**
	 * A queue in which no batch can overtake another.
	 */
	private static final class Strict extends BatchQueue {

		@Override
		boolean isStrict() {
			return true;
		}

	}

}
