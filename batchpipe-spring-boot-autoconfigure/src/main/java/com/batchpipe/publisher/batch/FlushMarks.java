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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Determines which batches a flush waits for: those that were opened before it. Its
 * memory use does not depend on the number of pipes.
 */
public final class FlushMarks {

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * The marks of earlier flushes with batches that have not ended.
	 */
	private final List<FlushMark> earlier = new ArrayList<>();

	private volatile FlushMark current = new FlushMark();

	/**
	 * Mark a new batch.
	 */
	public FlushMark open() {
		FlushMark mark = this.current;
		while (!mark.opened()) {
			mark = this.current;
		}
		return mark;
	}

	/**
	 * Begin a flush that waits for all batches opened so far.
	 */
	public Flush beginFlush() {
		List<FlushMark> marks = next();
		return new Flush(marks, Flush.sum(marks));
	}

	private List<FlushMark> next() {
		this.lock.lock();
		try {
			FlushMark last = this.current;
			this.earlier.removeIf((mark) -> mark.finished().isDone());
			this.earlier.add(last);
			List<FlushMark> marks = List.copyOf(this.earlier);
			this.current = new FlushMark();
			last.closed();
			return marks;
		}
		finally {
			this.lock.unlock();
		}
	}

}
