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

import java.time.Duration;

/**
 * Decides how long a batch that is not full waits for more records. It only decides and
 * does not act.
 */
public final class Linger {

	private final long nanos;

	public Linger(Duration linger) {
		this.nanos = linger.toNanos();
	}

	/**
	 * Return whether a batch no longer waits for more records.
	 * @param age how long the batch has been open, in nanoseconds
	 * @param full whether the batch has the maximum number of records
	 */
	boolean isOver(long age, boolean full) {
		return full || age >= this.nanos;
	}

	/**
	 * Return the nanoseconds until a batch no longer waits for more records.
	 * @param age how long the batch has been open, in nanoseconds
	 * @param full whether the batch has the maximum number of records
	 */
	long untilOver(long age, boolean full) {
		return ((full) ? 0 : this.nanos) - age;
	}

	long nanos() {
		return this.nanos;
	}

}
