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

import org.jspecify.annotations.Nullable;

/**
 * A list of batches that needs no memory, whether it is empty or not, because each batch
 * knows its neighbours. A batch is in one list at a time.
 */
final class BatchList {

	private @Nullable Batch first;

	private @Nullable Batch last;

	private int size;

	/**
	 * Add a batch behind those that were sealed before it.
	 */
	void add(Batch batch) {
		Batch before = this.last;
		while (before != null && before.number() > batch.number()) {
			before = before.previous;
		}
		Batch after = (before != null) ? before.next : this.first;
		batch.previous = before;
		batch.next = after;
		if (before != null) {
			before.next = batch;
		}
		else {
			this.first = batch;
		}
		if (after != null) {
			after.previous = batch;
		}
		else {
			this.last = batch;
		}
		this.size++;
	}

	void remove(Batch batch) {
		Batch before = batch.previous;
		Batch after = batch.next;
		if (before != null) {
			before.next = after;
		}
		else {
			this.first = after;
		}
		if (after != null) {
			after.previous = before;
		}
		else {
			this.last = before;
		}
		batch.previous = null;
		batch.next = null;
		this.size--;
	}

	@Nullable Batch first() {
		return this.first;
	}

	@Nullable Batch last() {
		return this.last;
	}

	int size() {
		return this.size;
	}

	/**
	 * Count the records that have not ended.
	 */
	long held() {
		long held = 0;
		for (Batch batch = this.first; batch != null; batch = batch.next) {
			held += batch.remaining();
		}
		return held;
	}

	/**
	 * Return for how long the oldest record has been held.
	 */
	long age(long now) {
		long age = 0;
		for (Batch batch = this.first; batch != null; batch = batch.next) {
			age = Math.max(age, now - batch.openedAt());
		}
		return age;
	}

}
