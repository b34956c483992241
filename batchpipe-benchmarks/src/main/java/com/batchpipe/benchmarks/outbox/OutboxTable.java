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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Machine;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.Statistic;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxListener;

/**
 * Prints what the outbox costs on PostgreSQL: one record in a transaction, many records
 * in a transaction, the relay with a backlog, the comparison with other libraries, one
 * and two instances, and the time from when a row is written until the response arrives.
 * Everything shares the processors of this machine.
 * <p>
 * Options: {@code --parts} of {@code insert,bulk,relay,rivals,instances,latency},
 * {@code --rounds}, {@code --backlogs} as numbers of rows, {@code --senders} as names of
 * {@link Senders}, {@code --heap} of their processes.
 */
public final class OutboxTable {

	private static final int WARMUP_ROUNDS = 5;

	private static final int TURNS = 20;

	private static final OutboxListener SILENT = new OutboxListener() {
	};

	private final OutboxBench bench;

	private final int rounds;

	private OutboxTable(OutboxBench bench, int rounds) {
		this.bench = bench;
		this.rounds = rounds;
	}

	/**
	 * Run the benchmark.
	 * @param args the options
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		Options options = Options.parse(args);
		List<String> parts = options.texts("parts", "insert,bulk,relay,rivals,instances,latency");
		Machine.print(options);
		try (OutboxBench bench = new OutboxBench()) {
			Console.print("PostgreSQL: " + bench.describe());
			OutboxTable table = new OutboxTable(bench, options.number("rounds", 5));
			if (parts.contains("insert")) {
				table.insert(1, 3000);
			}
			if (parts.contains("bulk")) {
				table.insert(1000, 200);
			}
			if (parts.contains("relay")) {
				for (String backlog : options.texts("backlogs", "100000,1000000")) {
					new SenderTable(bench, options).backlog(senders(options, "floor,batchpipe"),
							Long.parseLong(backlog));
				}
			}
			if (parts.contains("rivals")) {
				new SenderTable(bench, options).transactions(senders(options, String.join(",", Senders.labels())));
			}
			if (parts.contains("instances")) {
				table.instances();
			}
			if (parts.contains("latency")) {
				table.latency();
			}
		}
		System.exit(0);
	}

	private static List<Senders> senders(Options options, String otherwise) {
		return options.texts("senders", otherwise).stream().map(Senders::of).toList();
	}

	/**
	 * Compare transactions that insert the same bytes, with and without the outbox. They
	 * alternate many times in a round, so that a slow phase of the machine affects both.
	 */
	private void insert(int records, int transactions) {
		BatchPipeOutbox outbox = this.bench.instance(1, SILENT);
		List<Double> plain = new ArrayList<>();
		List<Double> published = new ArrayList<>();
		for (int round = -WARMUP_ROUNDS; round < this.rounds; round++) {
			this.bench.jdbc.execute("truncate PLAIN, ORDERS, BATCHPIPE_OUTBOX");
			double plainTime = 0;
			double publishedTime = 0;
			for (int turn = 0; turn < TURNS; turn++) {
				plainTime += time(transactions / TURNS, () -> insertPlain(records)) / TURNS;
				publishedTime += time(transactions / TURNS, () -> publish(outbox, records)) / TURNS;
			}
			if (round >= 0) {
				plain.add(plainTime);
				published.add(publishedTime);
			}
		}
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < plain.size(); i++) {
			ratios.add(published.get(i) / plain.get(i));
		}
		Console.print(
				"Records per transaction: %,d; publish %s µs, plain insert %s µs, ratio %s; %,.0f records/s published"
					.formatted(records, Statistic.of(published).format(1), Statistic.of(plain).format(1),
							Statistic.of(ratios).format(2), 1e6 * records / Statistic.of(published).median()));
	}

	private static double time(int transactions, Runnable transaction) {
		long start = System.nanoTime();
		for (int i = 0; i < transactions; i++) {
			transaction.run();
		}
		return (System.nanoTime() - start) / 1e3 / transactions;
	}

	private void insertPlain(int records) {
		this.bench.transaction.executeWithoutResult((status) -> {
			insertOrder();
			List<UUID> ids = new ArrayList<>(records);
			for (int i = 0; i < records; i++) {
				ids.add(OutboxBench.newId());
			}
			this.bench.jdbc.batchUpdate("insert into PLAIN (PIPE_ID, ID, PAYLOAD) values (?, ?, ?)", ids, records,
					(statement, id) -> {
						statement.setString(1, OutboxBench.PIPE);
						statement.setObject(2, id);
						statement.setBytes(3, OutboxBench.RECORD);
					});
		});
	}

	private void publish(BatchPipeOutbox outbox, int records) {
		this.bench.transaction.executeWithoutResult((status) -> {
			insertOrder();
			if (records == 1) {
				outbox.publish(OutboxBench.record());
			}
			else {
				outbox.publishAll(OutboxBench.PIPE, Collections.nCopies(records, OutboxBench.record()));
			}
		});
	}

	private void insertOrder() {
		this.bench.jdbc.update("insert into ORDERS (ID, STATUS) values (?, 'NEW')", OutboxBench.newId());
	}

	/**
	 * Compare one and two instances, with requests that take 20 ms.
	 */
	private void instances() throws InterruptedException {
		List<Double> one = new ArrayList<>();
		List<Double> two = new ArrayList<>();
		this.bench.sink.delay(Duration.ofMillis(20));
		for (int round = 0; round < this.rounds; round++) {
			this.bench.fill(200_000);
			one.add(send(1, 200_000));
			this.bench.fill(200_000);
			two.add(send(2, 200_000));
		}
		this.bench.sink.delay(Duration.ZERO);
		Console.print("20 ms a request: one instance %s records/s, two instances %s, ratio %.2f".formatted(
				Statistic.of(one).format(0), Statistic.of(two).format(0),
				Statistic.of(two).median() / Statistic.of(one).median()));
	}

	private double send(int instances, long records) throws InterruptedException {
		long before = this.bench.sink.counts().records();
		for (int i = 0; i < instances; i++) {
			OutboxBench.start(this.bench.instance(2, SILENT));
		}
		double seconds = this.bench.awaitRecords(before, records);
		this.bench.stopInstances();
		return records / seconds;
	}

	/**
	 * Measure the time from when the oldest row of each request was written to the table
	 * until the response, at 1,000 records a second.
	 */
	private void latency() throws InterruptedException {
		for (int round = 0; round < this.rounds; round++) {
			this.bench.fill(0);
			List<Double> lags = Collections.synchronizedList(new ArrayList<>());
			BatchPipeOutbox outbox = this.bench.instance(2, new OutboxListener() {

				@Override
				public void delivered(String pipeId, int records, Duration lag) {
					for (int i = 0; i < records; i++) {
						lags.add(lag.toNanos() / 1e6);
					}
				}

			});
			OutboxBench.start(outbox);
			publishPaced(outbox, 3000);
			lags.clear();
			publishPaced(outbox, 10_000);
			this.bench.stopInstances();
			List<Double> sorted = lags.stream().sorted().toList();
			Console.print("1,000 records/s, %,d records: lag p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms".formatted(
					sorted.size(), sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100),
					sorted.get(sorted.size() * 999 / 1000)));
		}
	}

	private void publishPaced(BatchPipeOutbox outbox, int records) throws InterruptedException {
		Thread[] threads = new Thread[4];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				long next = System.nanoTime();
				for (int n = 0; n < records / threads.length; n++) {
					this.bench.transaction.executeWithoutResult((status) -> outbox.publish(OutboxBench.record()));
					next += TimeUnit.MILLISECONDS.toNanos(threads.length);
					LockSupport.parkNanos(next - System.nanoTime());
				}
			});
			threads[i].start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
	}

}
