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

/**
 * What has arrived at the sink since it was started.
 *
 * @param requests the number of requests
 * @param records the number of records
 * @param bytes the bytes of the bodies
 * @param cpuNanos the processor time of the sink
 */
public record SinkCounts(long requests, long records, long bytes, long cpuNanos) {

	String toLine() {
		return "counts " + this.requests + " " + this.records + " " + this.bytes + " " + this.cpuNanos;
	}

	static SinkCounts parse(String line) {
		String[] words = line.split(" ");
		return new SinkCounts(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]),
				Long.parseLong(words[4]));
	}

}
