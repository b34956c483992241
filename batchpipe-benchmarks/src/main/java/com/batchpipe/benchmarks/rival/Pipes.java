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

package com.batchpipe.benchmarks.rival;

/**
 * The pipes that records are published to.
 */
public final class Pipes {

	/**
	 * The maximum number of pipes.
	 */
	public static final int MAX = 64;

	private static final String[] IDS = new String[MAX];

	private static final String[] NAMES = new String[MAX];

	static {
		for (int pipe = 0; pipe < MAX; pipe++) {
			IDS[pipe] = "5f0c2c1e-8f6f-4a59-9d0e-%012x".formatted(pipe);
			NAMES[pipe] = "readings-%02d".formatted(pipe);
		}
	}

	private Pipes() {
	}

	static String id(int pipe) {
		return IDS[pipe];
	}

	static String name(int pipe) {
		return NAMES[pipe];
	}

	/**
	 * Choose the pipe of a record. With five or more pipes, the first gets about half of
	 * the records, each of the next four gets about half of the remaining ones, and the
	 * rest are distributed among all pipes. With fewer pipes, the first ones get more.
	 * @param number the number of the record
	 * @param pipes how many pipes there are
	 * @return the number of the pipe
	 */
	public static int choose(int number, int pipes) {
		if (pipes == 1) {
			return 0;
		}
		int mixed = number * 0x9E3779B9;
		int rank = Integer.numberOfLeadingZeros(mixed);
		return ((rank < 5) ? rank : mixed >>> 8) % pipes;
	}

}
