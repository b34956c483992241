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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.batchpipe.benchmarks.ChildJvm;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Machine;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.SinkProcess;
import com.batchpipe.benchmarks.Statistic;

/**
 * Compares ways from a topic to a pipe. Each has a process, and the processes read the
 * topic in turn. The broker and the sink have separate processes.
 */
public final class KafkaTable {

	private final Options options;

	private final long records;

	private final Map<String, List<Double>> rates = new LinkedHashMap<>();

	private KafkaTable(Options options) {
		this.options = options;
		this.records = options.number("records", 4_000_000);
	}

	/**
	 * Measure and print a table.
	 * @param args the options {@code ways} ({@code consumer}, {@code floor},
	 * {@code route}, {@code listener}), {@code records}, {@code partitions},
	 * {@code concurrency}, {@code rounds}, {@code warmup-rounds}, {@code latency}
	 * (milliseconds) and {@code heap}
	 * @throws Exception if something cannot be started
	 */
	public static void main(String[] args) throws Exception {
		KafkaTable table = new KafkaTable(Options.parse(args));
		table.run();
		table.print();
	}

	private void run() throws Exception {
		Map<String, ChildJvm> children = new LinkedHashMap<>();
		try (BrokerProcess broker = BrokerProcess.start(); SinkProcess sink = SinkProcess.start()) {
			Topics.fill(broker.url(), this.options.number("partitions", 4), this.records);
			sink.delay(Duration.ofMillis(this.options.number("latency", 0)));
			try {
				for (String way : this.options.texts("ways", "consumer,floor,route,listener")) {
					children.put(way, start(way, broker, sink));
				}
				int warmup = this.options.number("warmup-rounds", 12);
				for (int round = -warmup; round < this.options.number("rounds", 8); round++) {
					for (Map.Entry<String, ChildJvm> child : children.entrySet()) {
						round(child.getKey(), child.getValue(), round >= 0);
					}
				}
			}
			finally {
				children.values().forEach(ChildJvm::close);
			}
		}
	}

	private ChildJvm start(String way, BrokerProcess broker, SinkProcess sink) throws IOException {
		Options variant = this.options.with("records", this.records)
			.with("way", way)
			.with("broker", broker.url())
			.with("sink", sink.url());
		String heap = this.options.text("heap", "1g");
		return ChildJvm.start(KafkaFork.class, Duration.ofMinutes(60),
				List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC"), variant.toArguments());
	}

	private void round(String way, ChildJvm child, boolean counts) throws IOException {
		child.write("round");
		String line = child.read((text) -> text.startsWith(KafkaFork.ROUND));
		if (line == null) {
			throw new IOException("The process of '" + way + "' has ended");
		}
		double rate = this.records * 1e9 / Long.parseLong(line.substring(KafkaFork.ROUND.length()));
		Console.print("# %s: %,.0f%s".formatted(way, rate, (counts) ? "" : " (warm-up)"));
		if (counts) {
			this.rates.computeIfAbsent(way, (key) -> new ArrayList<>()).add(rate);
		}
	}

	private void print() {
		Machine.print(this.options);
		Console.print("| way | records/s, median (min-max) | ratio to floor | ratio to listener |");
		Console.print("| --- | --- | --- | --- |");
		this.rates.forEach((way, rates) -> {
			Statistic rate = Statistic.of(rates);
			Console.print("| %s | %s | %.2f | %.2f |".formatted(way, rate.format(0), rate.median() / median("floor"),
					rate.median() / median("listener")));
		});
	}

	private double median(String way) {
		return Statistic.of(this.rates.getOrDefault(way, List.of())).median();
	}

}
