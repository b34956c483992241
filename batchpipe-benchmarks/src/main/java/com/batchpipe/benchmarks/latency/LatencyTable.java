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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import com.batchpipe.benchmarks.Builds;
import com.batchpipe.benchmarks.ChildJvm;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Machine;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.Statistic;
import com.batchpipe.benchmarks.rival.Rivals;

/**
 * Compares the latency of {@code publish} at a steady rate. Each fork has a process for
 * each rival and rate. The processes run one after the other. Every other fork has the
 * opposite order.
 */
public final class LatencyTable {

	private static final List<String> JVM = List.of("-Xms3g", "-Xmx3g", "-XX:+UseG1GC");

	private static final String RIVALS = "floor,batchpipe,batchpipe-ready,influx,influx-best,elasticsearch,"
			+ "elasticsearch-best,segment,segment-best,posthog,posthog-best";

	private static final double MICROS = 1000;

	private final Options options;

	private final Map<String, List<Latencies>> latencies = new LinkedHashMap<>();

	private LatencyTable(Options options) {
		this.options = options;
	}

	/**
	 * Measure and print a table.
	 * @param args the options {@code rivals} (names of {@link Rivals}), {@code rates}
	 * (records per second), {@code latency} (milliseconds), {@code stall-seconds},
	 * {@code seconds}, {@code warmup-seconds}, {@code forks} and {@code against}, the
	 * folder {@code target} of another build of this module, whose rivals alternate with
	 * those of this one
	 * @throws IOException if a process cannot be started
	 */
	public static void main(String[] args) throws IOException {
		LatencyTable table = new LatencyTable(Options.parse(args));
		table.run();
		table.print();
	}

	private void run() throws IOException {
		List<Options> variants = new ArrayList<>();
		for (String rate : this.options.texts("rates", "10000,50000")) {
			for (String rival : this.options.texts("rivals", RIVALS)) {
				Rivals.of(rival);
				for (Options variant : Builds.of(this.options.with("rival", rival).with("rate", rate))) {
					String label = Builds.rival(variant) + " | " + rate;
					variants.add(variant.with("label", label));
					this.latencies.put(label, new ArrayList<>());
				}
			}
		}
		for (int fork = 0; fork < this.options.number("forks", 3); fork++) {
			for (Options variant : variants) {
				fork(variant);
			}
			Collections.reverse(variants);
		}
	}

	private void fork(Options variant) throws IOException {
		String label = variant.text("label", "");
		try (ChildJvm child = ChildJvm.start(Builds.classPath(variant), LatencyFork.class.getName(),
				LatencyFork.limit(variant).plusSeconds(10), JVM, variant.toArguments())) {
			String line = child.read(Latencies::isLine);
			if (line != null) {
				this.latencies.computeIfAbsent(label, (key) -> new ArrayList<>()).add(Latencies.parse(line));
			}
			Console.print("# %s: %s".formatted(label, (line != null) ? line : "its process has ended"));
		}
	}

	private void print() {
		Machine.print(this.options);
		Console.print("""
				| publisher | records/s | p50 µs, median (min-max) | p99 µs | p99.9 µs | max µs | started late, µs | \
				arrived % | refused | p50, ratio to floor | p99.9, ratio to floor |
				| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |""");
		this.latencies.forEach(this::printRow);
	}

	private void printRow(String label, List<Latencies> forks) {
		List<Latencies> floor = this.latencies.getOrDefault("floor" + label.substring(label.indexOf(" | ")), List.of());
		Statistic p50 = statistic(forks, Latencies::p50);
		Statistic p999 = statistic(forks, Latencies::p999);
		Console.print("| %s | %s | %s | %s | %s | %s | %s | %,d | %s | %s |".formatted(label, p50.format(2),
				statistic(forks, Latencies::p99).format(1), p999.format(1), statistic(forks, Latencies::max).format(0),
				statistic(forks, Latencies::late).format(0),
				Statistic.of(forks.stream().map(Latencies::percentArrived).toList()).format(1),
				forks.stream().mapToLong(Latencies::refused).sum(), ratio(p50, floor, Latencies::p50),
				ratio(p999, floor, Latencies::p999)));
	}

	private static String ratio(Statistic value, List<Latencies> floor, ToDoubleFunction<Latencies> nanos) {
		return floor.isEmpty() ? "-" : "%.2f".formatted(value.median() / statistic(floor, nanos).median());
	}

	private static Statistic statistic(List<Latencies> forks, ToDoubleFunction<Latencies> nanos) {
		return Statistic.of(forks.stream().map((fork) -> nanos.applyAsDouble(fork) / MICROS).toList());
	}

}
