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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells which batches a flush waits for: those that were opened before it. Needs the same
 * memory however many pipes there are.
 */
final class FlushMarks {

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * The marks of earlier flushes that have batches which have not ended.
	 */
	private final List<FlushMark> earlier = new ArrayList<>();

	private volatile FlushMark current = new FlushMark();

	/**
	 * Mark a new batch.
	 */
	FlushMark open() {
		FlushMark mark = this.current;
		while (!mark.opened()) {
			mark = this.current;
		}
		return mark;
	}

	/**
	 * Flush, and wait for the batches that were opened before.
	 * @param sealing seals all of them
	 * @param timeout how long to wait
	 * @return what has become of their records since the call
	 */
	FlushResult flush(Runnable sealing, Duration timeout) {
		List<FlushMark> marks = next();
		FlushResult before = sum(marks);
		sealing.run();
		Waits.await(CompletableFuture.allOf(marks.stream().map(FlushMark::finished).toArray(CompletableFuture[]::new)),
				timeout);
		FlushResult after = sum(marks);
		return new FlushResult(after.delivered() - before.delivered(), after.undelivered() - before.undelivered(),
				after.remaining());
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

	private static FlushResult sum(List<FlushMark> marks) {
		long delivered = 0;
		long undelivered = 0;
		long remaining = 0;
		for (FlushMark mark : marks) {
			FlushResult result = mark.result();
			delivered += result.delivered();
			undelivered += result.undelivered();
			remaining += result.remaining();
		}
		return new FlushResult(delivered, undelivered, remaining);
	}

}
