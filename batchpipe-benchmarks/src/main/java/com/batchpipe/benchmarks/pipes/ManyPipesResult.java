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

package com.batchpipe.benchmarks.pipes;

/**
 * The statistics of the publisher.
 *
 * @param accepted how many records were accepted
 * @param delivered how many records were delivered
 * @param refused how many times there was no room within the time that {@code publish}
 * waits
 * @param requests how many requests were completed
 * @param retried how many of them were retried
 * @param errors how many unexpected errors were caught
 * @param millis the time, including that of the flush
 * @param collectingMillis the time spent on garbage collection
 * @param heapBefore the heap in use before the first record
 * @param heapAfter the heap in use after the last record has arrived
 * @param failure the error of a publishing thread, or the text {@code "null"} if there
 * was none
 */
record ManyPipesResult(long accepted, long delivered, long refused, long requests, long retried, long errors,
		long millis, long collectingMillis, long heapBefore, long heapAfter, String failure) {

	private static final String PREFIX = "result ";

	static boolean isLine(String line) {
		return line.startsWith(PREFIX);
	}

	String toLine() {
		return PREFIX + this.accepted + " " + this.delivered + " " + this.refused + " " + this.requests + " "
				+ this.retried + " " + this.errors + " " + this.millis + " " + this.collectingMillis + " "
				+ this.heapBefore + " " + this.heapAfter + " " + this.failure;
	}

	static ManyPipesResult parse(String line) {
		String[] words = line.substring(PREFIX.length()).split(" ", 11);
		long[] numbers = new long[10];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = Long.parseLong(words[i]);
		}
		return new ManyPipesResult(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6],
				numbers[7], numbers[8], numbers[9], words[10]);
	}

}
