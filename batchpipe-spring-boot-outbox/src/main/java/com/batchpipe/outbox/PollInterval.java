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

/**
 * The time between two polls, which doubles while no rows are found.
 */
final class PollInterval {

	private final long min;

	private final long max;

	private long current;

	PollInterval(Duration min, Duration max) {
		this.min = min.toNanos();
		this.max = max.toNanos();
		this.current = this.min;
	}

	/**
	 * Return how long to wait after a poll, in nanoseconds.
	 * @param found whether the poll has found rows
	 */
	long next(boolean found) {
		long wait = (found) ? this.min : this.current;
		this.current = (found) ? this.min : Math.min(this.max, 2 * this.current);
		return wait;
	}

	void reset() {
		this.current = this.min;
	}

}
