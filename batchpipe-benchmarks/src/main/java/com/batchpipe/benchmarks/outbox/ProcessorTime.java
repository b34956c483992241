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

package com.batchpipe.benchmarks.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The processor time of a process and its children on Linux, including those that have
 * ended.
 */
final class ProcessorTime {

	/**
	 * Linux reports processor times in hundredths of a second.
	 */
	private static final long MILLIS_PER_TICK = 10;

	private ProcessorTime() {
	}

	static Duration of(ProcessHandle parent) {
		long own = ticks(parent.pid(), 4);
		long children = parent.children().mapToLong((child) -> ticks(child.pid(), 2)).sum();
		return Duration.ofMillis((own + children) * MILLIS_PER_TICK);
	}

	/**
	 * Add up the first {@code times} of these processor times of a process: its user
	 * time, its system time, the user time of its children that have ended, and their
	 * system time.
	 */
	private static long ticks(long pid, int times) {
		try {
			String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			long sum = 0;
			for (int i = 0; i < times; i++) {
				sum += Long.parseLong(fields[11 + i]);
			}
			return sum;
		}
		catch (NoSuchFileException ex) {
			// The child has just ended.
			return 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
