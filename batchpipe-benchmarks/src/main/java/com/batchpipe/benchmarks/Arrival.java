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
 * Waits until what was published has arrived.
 *
 * @param counts the last counts of the sink
 * @param nanoTime when the last record was seen to arrive
 */
public record Arrival(SinkCounts counts, long nanoTime) {

	private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

	/**
	 * Wait until so many records have arrived, or nothing has moved for some time, or the
	 * time is over.
	 * @param sink the sink
	 * @param records how many records the sink will have counted in all
	 * @param quietNanos after how long without any movement to give up
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
