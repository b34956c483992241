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

import java.io.IOException;
import java.time.Duration;
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
 * Compares publishers. Each fork has a process for each rival. The processes warm up one
 * after the other and then run their rounds in turn. Every other fork has the opposite
 * order.
 */
public final class ThroughputTable {

	private static final List<String> JVM = List.of("-Xms1g", "-Xmx2g", "-XX:+UseG1GC");

	private final Options options;

	private final Map<String, List<Round>> rounds = new LinkedHashMap<>();

	private ThroughputTable(Options options) {
		this.options = options;
	}

	/**
	 * Measure and print a table.
	 * @param args the options {@code rivals}, {@code base} and {@code floor} (names of
	 * {@link Rivals}), {@code forks}, {@code rounds}, {@code round-seconds},
	 * {@code warmup-seconds}, {@code latency} (milliseconds), {@code producers} (one
	 * number, or several), {@code pipes}, and {@code against}, the folder {@code target}
	 * of another build of this module, whose rivals alternate with those of this one
	 * @throws IOException if a process cannot be started
	 */
	public static void main(String[] args) throws IOException {
		ThroughputTable table = new ThroughputTable(Options.parse(args));
		table.run();
		table.print();
	}

	private void run() throws IOException {
		List<Options> variants = variants();
		for (Options variant : variants) {
			this.rounds.put(variant.text("label", ""), new ArrayList<>());
		}
		for (int fork = 0; fork < this.options.number("forks", 2); fork++) {
			fork(variants);
			Collections.reverse(variants);
		}
	}

	private List<Options> variants() {
		List<Options> variants = new ArrayList<>();
		List<String> producers = this.options.texts("producers", "1");
		for (String rival : this.options.texts("rivals", String.join(",", Rivals.labels()))) {
			Rivals.of(rival);
			for (String number : producers) {
				for (Options variant : Builds.of(this.options.with("rival", rival).with("producers", number))) {
					String label = Builds.rival(variant) + ((producers.size() == 1) ? "" : " x" + number);
					variants.add(variant.with("label", label));
				}
			}
		}
		return variants;
	}

	/**
	 * Warm up a process for each variant, one after the other, and then have them run
	 * their rounds in turn, so that a machine that gets faster or slower affects all.
	 */
	private void fork(List<Options> variants) throws IOException {
		Map<String, ChildJvm> children = new LinkedHashMap<>();
		try {
			for (Options variant : variants) {
				Duration limit = ThroughputFork.limit(variant).multipliedBy(variants.size());
				Options limited = variant.with("lifetime-seconds", String.valueOf(limit.toSeconds()));
				ChildJvm child = ChildJvm.start(Builds.classPath(variant), ThroughputFork.class.getName(),
						limit.plusSeconds(10), JVM, limited.toArguments());
				children.put(variant.text("label", ""), child);
				child.read(ThroughputFork.WARM::equals);
			}
			for (int round = 0; round < this.options.number("rounds", 10); round++) {
				for (Map.Entry<String, ChildJvm> child : children.entrySet()) {
					round(child.getKey(), child.getValue());
				}
			}
		}
		finally {
			children.values().forEach(ChildJvm::close);
		}
	}

	private void round(String label, ChildJvm child) throws IOException {
		try {
			child.write("round");
		}
		catch (IOException ex) {
			Console.print("# %s: its process has ended".formatted(label));
			return;
		}
		String line = child.read(Round::isLine);
		if (line != null) {
			Round round = Round.parse(line);
			this.rounds.computeIfAbsent(label, (key) -> new ArrayList<>()).add(round);
			Console.print("# %s: %,.0f".formatted(label, round.arrivedPerSecond()));
		}
	}

	private void print() {
		Machine.print(this.options);
		Console
			.print("""
					| publisher | records/s, median (min-max) | ratio to floor | ratio to %s | CPU ns/record | ratio to floor \
					| ratio to %2$s | bytes/record | sink CPU ns/record | records/request | arrived %% | refused |
					| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"""
				.formatted(base(), base()));
		this.rounds.forEach(this::printRow);
	}

	private void printRow(String label, List<Round> rounds) {
		Statistic rate = statistic(rounds, Round::arrivedPerSecond);
		Statistic cpu = statistic(rounds, Round::cpuNanosPerRecord);
		Console.print("| %s | %s | %.2f | %.2f | %s | %.2f | %.2f | %s | %.0f | %,.0f | %s | %,d |".formatted(label,
				rate.format(0), rate.median() / median(floor(), Round::arrivedPerSecond),
				rate.median() / median(base(), Round::arrivedPerSecond), cpu.format(0),
				cpu.median() / median(floor(), Round::cpuNanosPerRecord),
				cpu.median() / median(base(), Round::cpuNanosPerRecord),
				statistic(rounds, Round::allocatedPerRecord).format(1),
				statistic(rounds, Round::sinkCpuNanosPerRecord).median(),
				statistic(rounds, Round::recordsPerRequest).median(),
				statistic(rounds, Round::percentArrived).format(1), rounds.stream().mapToLong(Round::refused).sum()));
	}

	private String base() {
		return this.options.text("base", "batchpipe");
	}

	private String floor() {
		return this.options.text("floor", "floor");
	}

	private double median(String label, ToDoubleFunction<Round> value) {
		List<Round> rounds = this.rounds.get(label);
		if (rounds == null) {
			rounds = this.rounds.getOrDefault(label + " x" + this.options.texts("producers", "1").get(0), List.of());
		}
		return statistic(rounds, value).median();
	}

	private static Statistic statistic(List<Round> rounds, ToDoubleFunction<Round> value) {
		return Statistic.of(rounds.stream().map(value::applyAsDouble).toList());
	}

}
