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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The backoff while the database cannot be used. Its upper bound doubles with each
 * further failure, up to a maximum. Safe for use by multiple threads.
 */
final class DatabaseBackoff {

	private static final int MAX_DOUBLINGS = 20;

	private final long min;

	private final long max;

	private final AtomicInteger failures = new AtomicInteger();

	DatabaseBackoff(Duration min, Duration max) {
		this.min = min.toNanos();
		this.max = max.toNanos();
	}

	/**
	 * Return the next backoff in nanoseconds: a random time between half of the current
	 * upper bound and the bound itself.
	 */
	long next() {
		int doublings = Math.min(this.failures.getAndIncrement(), MAX_DOUBLINGS);
		long bound = Math.min(this.max, this.min << doublings);
		return ThreadLocalRandom.current().nextLong(bound / 2, bound + 1);
	}

	void reset() {
		this.failures.set(0);
	}

}
