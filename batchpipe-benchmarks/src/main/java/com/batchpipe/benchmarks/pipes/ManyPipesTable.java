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

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import com.batchpipe.benchmarks.ChildJvm;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Machine;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.SinkCounts;
import com.batchpipe.benchmarks.SinkProcess;

/**
 * Shows whether all records that the publisher has accepted arrive at the sink, and what
 * this costs, with a very large number of pipes and a small heap.
 */
public final class ManyPipesTable {

	private static final Duration LIMIT = Duration.ofMinutes(20);

	private static final long MEBIBYTE = 1024 * 1024;

	private ManyPipesTable() {
	}

	/**
	 * Measure and print a table.
	 * @param args the options {@code pipes}, {@code records}, {@code producers} and
	 * {@code heap} (as in {@code -Xmx})
	 * @throws IOException if a process cannot be started
	 */
	public static void main(String[] args) throws IOException {
		Options options = Options.parse(args);
		String heap = "-Xmx" + options.text("heap", "128m");
		try (SinkProcess sink = SinkProcess.start();
				ChildJvm child = ChildJvm.start(ManyPipesFork.class, LIMIT, List.of(heap, "-XX:+UseG1GC"),
						options.with("url", sink.url()).toArguments())) {
			String line = child.read(ManyPipesResult::isLine);
			Machine.print(options);
			if (line == null) {
				Console.print("The publishing process ended too early.");
			}
			else {
				print(ManyPipesResult.parse(line), sink.counts());
			}
		}
	}

	private static void print(ManyPipesResult result, SinkCounts arrived) {
		Console.print("""
				| | |
				| --- | --- |
				| records accepted | %,d |
				| records that arrived at the sink | %,d |
				| requests counted by the publisher | %,d |
				| requests counted by the sink | %,d |
				| requests retried | %,d |
				| calls to `publish` that found no room in time | %,d |
				| time | %.1f s |
				| of which garbage collection | %.1f s |
				| heap in use before the first record | %.1f MiB |
				| heap in use after the last record | %.1f MiB |
				| errors caught by the publisher | %,d |
				| errors in publishing threads | %s |""".formatted(result.accepted(), arrived.records(),
				result.requests(), arrived.requests(), result.retried(), result.refused(), result.millis() / 1000.0,
				result.collectingMillis() / 1000.0, (double) result.heapBefore() / MEBIBYTE,
				(double) result.heapAfter() / MEBIBYTE, result.errors(),
				"null".equals(result.failure()) ? "none" : result.failure()));
	}

}
