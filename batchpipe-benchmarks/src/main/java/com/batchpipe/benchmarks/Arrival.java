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

package com.batchpipe.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the published records have arrived.
 *
 * @param counts the last counts of the sink
 * @param nanoTime when the last progress was seen, as {@link System#nanoTime()}
 */
public record Arrival(SinkCounts counts, long nanoTime) {

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

	/**
	 * Wait until the given number of records has arrived, nothing has arrived for some
	 * time, or the deadline has passed.
	 * @param sink the sink
	 * @param records the total number of records that the sink will have counted
	 * @param quietNanos after how many nanoseconds without progress to give up
	 * @param deadline when to give up in any case, as {@link System#nanoTime()}
	 * @return the arrival
	 */
	public static Arrival await(SinkProcess sink, long records, long quietNanos, long deadline) {
		SinkCounts counts = sink.counts();
		long moved = System.nanoTime();
		while (counts.records() < records && System.nanoTime() - moved < quietNanos
				&& System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(POLL);
			SinkCounts latest = sink.counts();
			if (latest.bytes() != counts.bytes()) {
				moved = System.nanoTime();
			}
			counts = latest;
		}
		return new Arrival(counts, moved);
	}

}
