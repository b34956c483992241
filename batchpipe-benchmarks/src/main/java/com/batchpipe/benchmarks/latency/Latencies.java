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

package com.batchpipe.benchmarks.latency;

import org.HdrHistogram.Histogram;

/**
 * How long the calls of one fork took.
 *
 * @param p50 the maximum nanoseconds of the fastest half of the calls
 * @param p99 the maximum of the fastest 99 in 100 calls
 * @param p999 the maximum of the fastest 999 in 1000 calls
 * @param max the maximum of all calls
 * @param late the maximum nanoseconds by which a call started behind schedule
 * @param published how many calls there were
 * @param refused how many of them threw an exception
 * @param arrived how many records had arrived at the sink at the end
 */
record Latencies(long p50, long p99, long p999, long max, long late, long published, long refused, long arrived) {

	private static final String PREFIX = "latencies ";

	static Latencies of(Histogram calls, long late, long refused, long arrived) {
		return new Latencies(calls.getValueAtPercentile(50), calls.getValueAtPercentile(99),
				calls.getValueAtPercentile(99.9), calls.getMaxValue(), late, calls.getTotalCount(), refused, arrived);
	}

	double percentArrived() {
		return 100.0 * this.arrived / this.published;
	}

	String toLine() {
		return PREFIX + this.p50 + " " + this.p99 + " " + this.p999 + " " + this.max + " " + this.late + " "
				+ this.published + " " + this.refused + " " + this.arrived;
	}

	static boolean isLine(String line) {
		return line.startsWith(PREFIX);
	}

	static Latencies parse(String line) {
		String[] words = line.substring(PREFIX.length()).split(" ");
		return new Latencies(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
				Long.parseLong(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]), Long.parseLong(words[6]),
				Long.parseLong(words[7]));
	}

}
