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

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.LoggerFactory;

import com.batchpipe.benchmarks.Arrival;
import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Lifeline;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.SinkCounts;
import com.batchpipe.benchmarks.SinkProcess;
import com.batchpipe.benchmarks.rival.Rival;
import com.batchpipe.benchmarks.rival.Rivals;

/**
 * One rival in one process: warms up at a rate of at least 20,000 records per second,
 * then at the measured rate, and then measures. A stall begins two seconds after the
 * start of the measurement.
 */
public final class LatencyFork {

	private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

	private static final Duration DRAIN = Duration.ofSeconds(30);

	private static final Duration BEFORE_STALL = Duration.ofSeconds(2);

	private static final int WARMUP_RATE = 20_000;

	private LatencyFork() {
	}

	/**
	 * Measure one rival and print the latencies.
	 * @param args the options of {@link LatencyTable}, {@code --rival=} and
	 * {@code --rate=}
	 */
	public static void main(String[] args) {
		Options options = Options.parse(args);
		Lifeline.endWithParent();
		Lifeline.endAfter(limit(options));
		try (SinkProcess sink = SinkProcess.start()) {
			Rival rival = Rivals.of(options.text("rival", "batchpipe")).start(sink.url());
			Console.print(measure(options, sink, rival).toLine());
		}
		catch (Throwable ex) {
			LoggerFactory.getLogger(LatencyFork.class).error("{} failed", options.text("rival", ""), ex);
		}
		finally {
			// Not all rivals end their threads.
			Runtime.getRuntime().halt(0);
		}
	}

	static Duration limit(Options options) {
		return options.seconds("warmup-seconds", 10)
			.multipliedBy(2)
			.plus(options.seconds("seconds", 15).multipliedBy(2))
			.plus(DRAIN.multipliedBy(3));
	}

	private static Latencies measure(Options options, SinkProcess sink, Rival rival) {
		int rate = options.number("rate", 10_000);
		Duration warmup = options.seconds("warmup-seconds", 10);
		Duration time = options.seconds("seconds", 15);
		Rival.Producer producer = rival.producer();
		PacedProducer fast = new PacedProducer(producer, Math.max(rate, WARMUP_RATE));
		fast.run(warmup.dividedBy(2));
		settle(sink, rival);
		sink.delay(Duration.ofMillis(options.number("latency", 20)));
		PacedProducer steady = new PacedProducer(producer, rate);
		steady.run(warmup.dividedBy(2));
		SinkCounts before = settle(sink, rival);
		Duration stall = options.seconds("stall-seconds", 0);
		if (!stall.isZero()) {
			Thread stalling = new Thread(() -> stall(sink, stall), "stall");
			stalling.setDaemon(true);
			stalling.start();
		}
		steady.run(time);
		SinkCounts after = settle(sink, rival);
		return steady.latencies(after.records() - before.records());
	}

	private static void stall(SinkProcess sink, Duration stall) {
		long due = System.nanoTime() + BEFORE_STALL.toNanos();
		for (long left = BEFORE_STALL.toNanos(); left > 0; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		sink.stall(stall);
	}

	private static SinkCounts settle(SinkProcess sink, Rival rival) {
		rival.flush();
		long deadline = System.nanoTime() + DRAIN.toNanos();
		return Arrival.await(sink, Long.MAX_VALUE, QUIET, deadline).counts();
	}

}
