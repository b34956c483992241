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

package com.batchpipe.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ensures that a line is logged at most once a minute. For use by the modules of this
 * library only. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class LogInterval {

	private static final long NANOS = Duration.ofMinutes(1).toNanos();

	private final AtomicLong next;

	/**
	 * Create an object that permits the first line immediately.
	 * @param nanoTime the current time in nanoseconds
	 */
	public LogInterval(long nanoTime) {
		this.next = new AtomicLong(nanoTime);
	}

	/**
	 * Return whether to log the line now. If so, further lines are due after a minute.
	 * @param nanoTime the current time in nanoseconds
	 * @return whether the line is due
	 */
	public boolean isDue(long nanoTime) {
		long due = this.next.get();
		return nanoTime - due >= 0 && this.next.compareAndSet(due, nanoTime + NANOS);
	}

}
