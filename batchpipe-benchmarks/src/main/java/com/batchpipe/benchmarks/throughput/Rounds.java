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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.batchpipe.benchmarks.Arrival;
import com.batchpipe.benchmarks.SinkCounts;
import com.batchpipe.benchmarks.SinkProcess;
import com.batchpipe.benchmarks.Usage;
import com.batchpipe.benchmarks.rival.Pipes;
import com.batchpipe.benchmarks.rival.Rival;

/**
 * Runs rounds: publishes a number of records as fast as the publisher accepts them, and
 * waits until they have arrived or no more arrive.
 */
final class Rounds implements AutoCloseable {

	private static final long QUIET = TimeUnit.SECONDS.toNanos(2);

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final SinkProcess sink;

	private final Rival rival;

	private final int pipes;

	private final List<Rival.Producer> producers = new ArrayList<>();

	private final ExecutorService threads;

	Rounds(SinkProcess sink, Rival rival, int producers, int pipes) {
		this.sink = sink;
		this.rival = rival;
		this.pipes = pipes;
		for (int number = 0; number < producers; number++) {
			this.producers.add(rival.producer());
		}
		this.threads = Executors.newFixedThreadPool(producers, (task) -> {
			Thread thread = new Thread(task, "producer");
			thread.setDaemon(true);
			return thread;
		});
	}

	Round run(int records) throws InterruptedException, ExecutionException, TimeoutException {
		SinkCounts from = this.sink.counts();
		Usage usage = Usage.now();
		long start = System.nanoTime();
		long deadline = start + LIMIT.toNanos();
		long refused = publish(records);
		this.rival.flush();
		Arrival arrival = Arrival.await(this.sink, from.records() + records - refused, QUIET, deadline);
		Usage used = Usage.now();
		SinkCounts to = arrival.counts();
		return new Round(records, refused, to.records() - from.records(), arrival.nanoTime() - start,
				used.cpuNanosSince(usage), to.cpuNanos() - from.cpuNanos(), used.allocatedSince(usage),
				to.requests() - from.requests());
	}

	private long publish(int records) throws InterruptedException, ExecutionException, TimeoutException {
		List<Future<Long>> ends = new ArrayList<>();
		int share = records / this.producers.size();
		int first = 0;
		for (Rival.Producer producer : this.producers) {
			int from = first;
			boolean last = ends.size() == this.producers.size() - 1;
			int to = last ? records : first + share;
			ends.add(this.threads.submit(() -> publish(producer, from, to)));
			first = to;
		}
		long refused = 0;
		for (Future<Long> end : ends) {
			refused += end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		return refused;
	}

	private long publish(Rival.Producer producer, int from, int to) {
		long refused = 0;
		for (int number = from; number < to; number++) {
			try {
				producer.publish(number, Pipes.choose(number, this.pipes));
			}
			catch (RuntimeException ex) {
				refused++;
			}
		}
		producer.end();
		return refused;
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
