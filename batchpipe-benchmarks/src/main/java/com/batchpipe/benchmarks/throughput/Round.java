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

package com.batchpipe.benchmarks.throughput;

/**
 * The result of one round.
 *
 * @param published how many records were published
 * @param refused for how many of them the publisher threw an exception
 * @param arrived how many of them arrived at the sink
 * @param nanos the time until the last one arrived
 * @param cpuNanos the processor time of the publishing process
 * @param sinkCpuNanos the processor time of the sink
 * @param allocated the bytes that the publishing process allocated
 * @param requests the number of requests
 */
record Round(int published, long refused, long arrived, long nanos, long cpuNanos, long sinkCpuNanos, long allocated,
		long requests) {

	private static final String PREFIX = "round ";

	double arrivedPerSecond() {
		return this.arrived * 1e9 / this.nanos;
	}

	double cpuNanosPerRecord() {
		return (double) this.cpuNanos / this.arrived;
	}

	double sinkCpuNanosPerRecord() {
		return (double) this.sinkCpuNanos / this.arrived;
	}

	double allocatedPerRecord() {
		return (double) this.allocated / this.arrived;
	}

	double recordsPerRequest() {
		return (double) this.arrived / this.requests;
	}

	double percentArrived() {
		return 100.0 * this.arrived / this.published;
	}

	String toLine() {
		return PREFIX + this.published + " " + this.refused + " " + this.arrived + " " + this.nanos + " "
				+ this.cpuNanos + " " + this.sinkCpuNanos + " " + this.allocated + " " + this.requests;
	}

	static boolean isLine(String line) {
		return line.startsWith(PREFIX);
	}

	static Round parse(String line) {
		String[] words = line.substring(PREFIX.length()).split(" ");
		return new Round(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]),
				Long.parseLong(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]), Long.parseLong(words[6]),
				Long.parseLong(words[7]));
	}

}
