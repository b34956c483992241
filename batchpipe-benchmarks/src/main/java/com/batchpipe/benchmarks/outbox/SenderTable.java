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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.batchpipe.benchmarks.Arrival;
import com.batchpipe.benchmarks.ChildJvm;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.Statistic;

/**
 * Compares senders. Each has a process, and the processes run their rounds in turn.
 */
final class SenderTable {

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	/**
	 * The maximum number of records of a backlog that are measured in a round.
	 */
	private static final long MAX_RECORDS = 1_000_000;

	private static final long QUIET = Duration.ofSeconds(20).toNanos();

	private static final long LIMIT = Duration.ofMinutes(5).toNanos();

	private final OutboxBench bench;

	private final int rounds;

	private final String heap;

	private final Map<Senders, List<Round>> results = new LinkedHashMap<>();

	SenderTable(OutboxBench bench, Options options) {
		this.bench = bench;
		this.rounds = options.number("rounds", 5);
		this.heap = options.text("heap", "1g");
	}

	/**
	 * Measure how fast a backlog is sent.
	 * @param senders the senders, which use the table of the outbox
	 * @param rows the rows of the backlog; if there are more than a million, each round
	 * sends another million
	 */
	void backlog(List<Senders> senders, long rows) throws IOException {
		boolean large = rows > MAX_RECORDS;
		if (large) {
			this.bench.fill(rows);
		}
		run(senders, (sender, child) -> {
			if (!large) {
				this.bench.fill(rows);
			}
			return measure(child, Math.min(rows, MAX_RECORDS), () -> command(child, "start"));
		});
		print("from a backlog of %,d rows".formatted(rows));
	}

	/**
	 * Measure the time from the start of the first transaction until the last record has
	 * arrived. Each transaction has up to 100 records.
	 */
	void transactions(List<Senders> senders) throws IOException {
		run(senders, (sender, child) -> {
			command(child, "analyze");
			return measure(child, sender.records(), () -> {
				command(child, "start");
				command(child, "publish " + sender.records());
			});
		});
		print("from the first transaction");
	}

	private void run(List<Senders> senders, Task task) throws IOException {
		Map<Senders, ChildJvm> children = new LinkedHashMap<>();
		try {
			for (Senders sender : senders) {
				children.put(sender, start(sender));
			}
			for (int round = -1; round < this.rounds; round++) {
				for (Map.Entry<Senders, ChildJvm> child : children.entrySet()) {
					Round result = task.run(child.getKey(), child.getValue());
					Console.print("# %s: %,.0f records/s, CPU %.1f µs/record, database %.1f µs/record%s".formatted(
							child.getKey().label(), result.rate(), result.cpuMicros(), result.databaseCpuMicros(),
							(round < 0) ? " (warm-up)" : ""));
					if (round >= 0) {
						this.results.computeIfAbsent(child.getKey(), (key) -> new ArrayList<>()).add(result);
					}
				}
			}
		}
		finally {
			children.values().forEach(ChildJvm::close);
		}
	}

	private ChildJvm start(Senders sender) throws IOException {
		ChildJvm child = ChildJvm.start(SenderFork.class, LIFETIME,
				List.of("-Xms" + this.heap, "-Xmx" + this.heap, "-XX:+UseG1GC"), "--sender=" + sender.label(),
				"--database=" + this.bench.database(sender), "--sink=" + this.bench.sink.url());
		await(child, SenderFork.READY);
		return child;
	}

	private static void await(ChildJvm child, String line) throws IOException {
		if (child.read((SenderFork.DONE + line)::equals) == null) {
			throw new IOException("The process of the sender has ended");
		}
	}

	private static void command(ChildJvm child, String line) throws IOException {
		child.write(line);
		await(child, line);
	}

	private Round measure(ChildJvm child, long records, Step step) throws IOException {
		long expected = this.bench.sink.counts().records() + records;
		Duration cpu = child.cpu();
		Duration databaseCpu = this.bench.databaseCpu();
		long start = System.nanoTime();
		step.run();
		Arrival arrival = Arrival.await(this.bench.sink, expected, QUIET, start + LIMIT);
		command(child, "stop");
		long missing = expected - arrival.counts().records();
		if (missing > 0) {
			throw new IllegalStateException(missing + " records have not arrived");
		}
		return new Round(records * 1e9 / (arrival.nanoTime() - start), child.cpu().minus(cpu).toNanos() / 1e3 / records,
				this.bench.databaseCpu().minus(databaseCpu).toNanos() / 1e3 / records);
	}

	private void print(String from) {
		Console.print("");
		Console.print("| sender, %s | records/s, median (min-max) | ratio to floor | ratio of batchpipe to sender | "
			.formatted(from) + "CPU µs/record | CPU µs/record of the database |");
		Console.print("| --- | --- | --- | --- | --- | --- |");
		this.results.forEach((sender, rounds) -> {
			Statistic rate = rate(rounds);
			Console.print("| %s | %s | %.3f | %.1f | %s | %s |".formatted(sender.label(), rate.format(0),
					rate.median() / rateOf(Senders.FLOOR), rateOf(Senders.BATCHPIPE) / rate.median(),
					Statistic.of(rounds.stream().map(Round::cpuMicros).toList()).format(1),
					Statistic.of(rounds.stream().map(Round::databaseCpuMicros).toList()).format(1)));
		});
		Console.print("");
		this.results.clear();
	}

	private double rateOf(Senders sender) {
		return rate(this.results.getOrDefault(sender, List.of())).median();
	}

	private static Statistic rate(List<Round> rounds) {
		return Statistic.of(rounds.stream().map(Round::rate).toList());
	}

	/**
	 * The result of a round.
	 *
	 * @param rate the records per second
	 * @param cpuMicros the processor time of the sender's process per record
	 * @param databaseCpuMicros the processor time of the database per record
	 */
	private record Round(double rate, double cpuMicros, double databaseCpuMicros) {

	}

	/**
	 * Runs a round.
	 */
	private interface Task {

		Round run(Senders sender, ChildJvm child) throws IOException;

	}

	/**
	 * Makes a sender send.
	 */
	private interface Step {

		void run() throws IOException;

	}

}
