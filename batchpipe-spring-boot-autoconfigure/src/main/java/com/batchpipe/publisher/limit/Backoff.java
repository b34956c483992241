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

package com.batchpipe.publisher.limit;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Computes how long to wait after failures: an exponential backoff with full jitter.
 */
public final class Backoff {

	private static final int MAX_DOUBLINGS = 20;

	private final long min;

	private final long max;

	private final DoubleSupplier random;

	public Backoff(Duration min, Duration max, DoubleSupplier random) {
		this.min = min.toNanos();
		this.max = max.toNanos();
		this.random = random;
	}

	/**
	 * Return a wait in nanoseconds.
	 * @param failures the number of consecutive failures, at least one
	 */
	public long nanos(int failures) {
		long doubled = this.min << Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1));
		long bound = (doubled >> Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1)) == this.min)
				? Math.min(doubled, this.max) : this.max;
		return (long) (bound * this.random.getAsDouble());
	}

}
