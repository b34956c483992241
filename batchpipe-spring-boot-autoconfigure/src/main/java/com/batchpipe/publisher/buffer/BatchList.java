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

import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.LinkedItems;

/**
 * A list of batches that allocates no memory, because each batch knows its neighbors. A
 * batch is in at most one list at a time.
 */
public final class BatchList extends LinkedItems<Batch> {

	/**
	 * Add a batch after all batches that were opened before it.
	 */
	void add(Batch batch) {
		Batch before = last();
		while (before != null && before.number() > batch.number()) {
			before = before.previous;
		}
		addBehind(before, batch);
	}

	/**
	 * Return the number of buffered records.
	 */
	long buffered() {
		long buffered = 0;
		for (Batch batch = first(); batch != null; batch = batch.next) {
			buffered += batch.remaining();
		}
		return buffered;
	}

	/**
	 * Return the age of the oldest batch in nanoseconds, or 0 if there is none.
	 */
	long age(long now) {
		long age = 0;
		for (Batch batch = first(); batch != null; batch = batch.next) {
			age = Math.max(age, now - batch.openedAt());
		}
		return age;
	}

}
