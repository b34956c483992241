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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

import org.jspecify.annotations.Nullable;

/**
 * The sealed batches of one pipe that wait for the sender, the oldest first. Guarded by
 * the lock of its pipe's buffer.
 */
final class BatchQueue {

	private final boolean strict;

	private final Deque<Batch> batches = new ArrayDeque<>();

	/**
	 * Create a queue.
	 * @param strict whether no batch may overtake another
	 */
	BatchQueue(boolean strict) {
		this.strict = strict;
	}

	void add(Batch batch) {
		this.batches.addLast(batch);
	}

	/**
	 * Put a batch back where it was.
	 */
	void giveBack(Batch batch) {
		Deque<Batch> newer = new ArrayDeque<>();
		while (!this.batches.isEmpty() && this.batches.getLast().number() > batch.number()) {
			newer.addFirst(this.batches.removeLast());
		}
		this.batches.addLast(batch);
		this.batches.addAll(newer);
	}

	/**
	 * Take the next batch that may be sent now.
	 */
	@Nullable Batch take(long now) {
		Iterator<Batch> iterator = this.batches.iterator();
		while (iterator.hasNext()) {
			Batch batch = iterator.next();
			if (now - batch.notBefore() >= 0) {
				iterator.remove();
				return batch;
			}
			if (this.strict) {
				return null;
			}
		}
		return null;
	}

	@Nullable Batch oldest() {
		return this.batches.peekFirst();
	}

	@Nullable Batch takeOldest() {
		return this.batches.pollFirst();
	}

	/**
	 * Return in how many nanoseconds a batch may be sent.
	 */
	long untilSendable(long now) {
		long wait = Long.MAX_VALUE;
		for (Batch batch : this.batches) {
			wait = Math.min(wait, Math.max(0, batch.notBefore() - now));
			if (wait <= 0 || this.strict) {
				break;
			}
		}
		return wait;
	}

	int size() {
		return this.batches.size();
	}

	boolean isEmpty() {
		return this.batches.isEmpty();
	}

	/**
	 * End the waits of all batches.
	 */
	void hasten(long now) {
		this.batches.forEach((batch) -> batch.waitUntil(now));
	}

	/**
	 * Count the records that are held.
	 */
	long held() {
		long held = 0;
		for (Batch batch : this.batches) {
			held += batch.remaining();
		}
		return held;
	}

	/**
	 * Return for how long the oldest record has been held.
	 */
	long age(long now) {
		long age = 0;
		for (Batch batch : this.batches) {
			age = Math.max(age, now - batch.openedAt());
		}
		return age;
	}

}
