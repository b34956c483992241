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

package com.batchpipe.benchmarks.kafka;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Lifeline;
import com.batchpipe.benchmarks.Options;

/**
 * Reads the topic once for each line of the standard input, and prints how long it took.
 */
public final class KafkaFork {

	static final String ROUND = "round ";

	private KafkaFork() {
	}

	/**
	 * Read the topic once for each round that is requested.
	 * @param args the options of {@link KafkaTable}, and {@code way}, {@code broker} and
	 * {@code sink}
	 * @throws Exception if a round fails
	 */
	public static void main(String[] args) throws Exception {
		Lifeline.endAfter(Duration.ofMinutes(60));
		Options options = Options.parse(args);
		String way = options.text("way", "route");
		long records = options.number("records", 0);
		try (Reader reader = Readers.of(way, options.text("broker", ""), options.text("sink", ""),
				options.number("concurrency", 1))) {
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			int round = 0;
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				long start = System.nanoTime();
				reader.read(way + "-" + ProcessHandle.current().pid() + "-" + round++, records);
				Console.print(ROUND + (System.nanoTime() - start));
			}
		}
		System.exit(0);
	}

}
