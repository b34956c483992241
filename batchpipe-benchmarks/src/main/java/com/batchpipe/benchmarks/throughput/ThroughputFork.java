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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.slf4j.LoggerFactory;

import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Lifeline;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.SinkProcess;
import com.batchpipe.benchmarks.rival.Rival;
import com.batchpipe.benchmarks.rival.Rivals;

/**
 * One rival in one process: warms up until the rates of successive rounds stop rising,
 * then measures a round for each line of the standard input, and ends when the input
 * ends.
 */
public final class ThroughputFork {

	/**
	 * What is printed when the warm-up has ended.
	 */
	static final String WARM = "warm";

	private static final int FIRST_ROUND = 10_000;

	private static final int LARGEST_ROUND = 8_000_000;

	private static final double RISE = 1.03;

	private static final int FLAT_ROUNDS = 3;

	private static final long MIN_WARMUP_NANOS = TimeUnit.SECONDS.toNanos(15);

	private final Options options;

	private final Rounds rounds;

	private final double roundNanos;

	private int records = FIRST_ROUND;

	private ThroughputFork(Options options, Rounds rounds) {
		this.options = options;
		this.rounds = rounds;
		this.roundNanos = options.seconds("round-seconds", 1).toNanos();
	}

	/**
	 * Run the rounds of one rival and print them.
	 * @param args the options of {@link ThroughputTable} and {@code --rival=}
	 */
	public static void main(String[] args) {
		Options options = Options.parse(args);
		Lifeline.endAfter(options.seconds("lifetime-seconds", (int) limit(options).toSeconds()));
		try (SinkProcess sink = SinkProcess.start()) {
			sink.delay(Duration.ofMillis(options.number("latency", 0)));
			Rival rival = Rivals.of(options.text("rival", "floor")).start(sink.url());
			Rounds rounds = new Rounds(sink, rival, options.number("producers", 1), options.number("pipes", 1));
			new ThroughputFork(options, rounds).run();
		}
		catch (Throwable ex) {
			LoggerFactory.getLogger(ThroughputFork.class).error("{} failed", options.text("rival", ""), ex);
		}
		finally {
			// Not all rivals end their threads. A flight recording is written only on
			// exit, not on halt.
			System.exit(0);
		}
	}

	static Duration limit(Options options) {
		Duration round = options.seconds("round-seconds", 1).multipliedBy(4).plusSeconds(5);
		return options.seconds("warmup-seconds", 60)
			.plus(round.multipliedBy(options.number("rounds", 10)))
			.plusSeconds(60);
	}

	private void run() throws Exception {
		warmUp();
		Console.print(WARM);
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (input.readLine() != null) {
			Console.print(this.rounds.run(this.records).toLine());
		}
	}

	private void warmUp() throws Exception {
		long start = System.nanoTime();
		long end = start + this.options.seconds("warmup-seconds", 60).toNanos();
		double best = 0;
		int flat = 0;
		while (flat < FLAT_ROUNDS && System.nanoTime() - end < 0) {
			Round round = this.rounds.run(this.records);
			boolean longEnough = round.nanos() >= this.roundNanos || this.records == LARGEST_ROUND;
			double rate = round.arrivedPerSecond();
			boolean warm = System.nanoTime() - start > MIN_WARMUP_NANOS;
			flat = (warm && longEnough && rate < best * RISE) ? flat + 1 : 0;
			best = Math.max(best, rate);
			if (!longEnough) {
				grow(round.nanos());
			}
		}
	}

	private void grow(double nanos) {
		double factor = Math.min(4, Math.max(1.1, 1.15 * this.roundNanos / nanos));
		this.records = (int) Math.min(LARGEST_ROUND, this.records * factor);
	}

}
