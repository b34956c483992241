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

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.benchmarks.Console;
import com.batchpipe.benchmarks.Lifeline;
import com.batchpipe.benchmarks.Options;
import com.batchpipe.benchmarks.Reading;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BufferFullException;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;

/**
 * Publishes to a very large number of pipes in turn, as an application with one pipe per
 * customer does, and prints the statistics of the publisher.
 */
public final class ManyPipesFork {

	private static final Duration LIFETIME = Duration.ofMinutes(20);

	private static final Duration FLUSH_TIMEOUT = Duration.ofMinutes(2);

	private final RawJson[] records = new RawJson[Reading.VARIETY];

	private final LongAdder refused = new LongAdder();

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private final BatchPipePublisher publisher;

	private ManyPipesFork(BatchPipePublisher publisher) {
		JsonMapper mapper = JsonMapper.builder().build();
		Reading[] readings = Reading.all();
		for (int number = 0; number < Reading.VARIETY; number++) {
			this.records[number] = RawJson.of(readings[number].toJson(mapper));
		}
		this.publisher = publisher;
	}

	/**
	 * Publish, and print the result.
	 * @param args the options of {@link ManyPipesTable} and {@code --url=}
	 * @throws InterruptedException if the main thread is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		Options options = Options.parse(args);
		Lifeline.endWithParent();
		Lifeline.endAfter(LIFETIME);
		BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(options.text("url", ""))
			.apiKey(ApiKey.of("bp_v1_benchmark"))
			.build();
		ManyPipesFork fork = new ManyPipesFork(BatchPipePublisher.builder(client).build());
		fork.run(options.number("pipes", 1_000_000), options.number("records", 1_000_000),
				options.number("producers", 8));
		Runtime.getRuntime().halt(0);
	}

	private void run(int pipes, int records, int producers) throws InterruptedException {
		long before = heapInUse();
		long start = System.nanoTime();
		List<Thread> threads = new ArrayList<>();
		for (int producer = 0; producer < producers; producer++) {
			int first = producer;
			Thread thread = new Thread(() -> publish(first, producers, pipes, records));
			thread.setUncaughtExceptionHandler((failed, ex) -> this.failure.set(ex));
			threads.add(thread);
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		this.publisher.flush(FLUSH_TIMEOUT);
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		PublisherStats stats = this.publisher.stats();
		long collecting = ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.mapToLong(GarbageCollectorMXBean::getCollectionTime)
			.sum();
		Console.print(new ManyPipesResult(stats.total(PipeStats::accepted), stats.total(PipeStats::delivered),
				this.refused.sum(), stats.total((pipe) -> pipe.requests().completed()),
				stats.total((pipe) -> pipe.requests().retried()), stats.errors(), time.toMillis(), collecting, before,
				heapInUse(), String.valueOf(this.failure.get()))
			.toLine());
	}

	private void publish(int first, int step, int pipes, int records) {
		for (int number = first; number < records; number += step) {
			int pipe = number % pipes;
			publish(new UUID(0x5f0c2c1e8f6f4a59L, pipe).toString(), this.records[number & (Reading.VARIETY - 1)]);
		}
	}

	/**
	 * Publish a record, and retry if there was no room.
	 */
	private void publish(String pipe, RawJson json) {
		boolean accepted = false;
		while (!accepted) {
			try {
				this.publisher.publish(pipe, json);
				accepted = true;
			}
			catch (BufferFullException ex) {
				this.refused.increment();
			}
		}
	}

	private static long heapInUse() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
