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

package com.batchpipe.outbox;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when rows are counted again: not too often, and less often the longer counting
 * takes.
 */
final class CountInterval {

	/**
	 * Counting takes at most one hundredth of the time.
	 */
	private static final int PART = 100;

	private final long min;

	private long next = System.nanoTime();

	CountInterval(Duration min) {
		this.min = min.toNanos();
	}

	/**
	 * Count the rows if a count is due.
	 * @param last the last count
	 * @param rows counts the rows
	 * @return the new count, or the last one
	 */
	long count(long last, LongSupplier rows) {
		long start = System.nanoTime();
		if (start - this.next < 0) {
			return last;
		}
		long count = rows.getAsLong();
		long end = System.nanoTime();
		this.next = end + Math.max(this.min, PART * (end - start));
		return count;
	}

}
