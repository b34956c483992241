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

package com.batchpipe.test.publisher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Threads that publish concurrently.
 */
final class PublishingThreads implements AutoCloseable {

	private static final int MINUTES = 30;

	private final ExecutorService executor;

	private final List<Future<?>> running = new ArrayList<>();

	private PublishingThreads(int threads) {
		this.executor = Executors.newFixedThreadPool(threads);
	}

	/**
	 * Start threads.
	 * @param threads the number of threads
	 * @param work the work of each thread, which receives its number, starting at zero
	 */
	static PublishingThreads start(int threads, IntConsumer work) {
		PublishingThreads started = new PublishingThreads(threads);
		for (int i = 0; i < threads; i++) {
			int thread = i;
			started.running.add(started.executor.submit(() -> work.accept(thread)));
		}
		return started;
	}

	/**
	 * Wait for the threads to end, and fail if one of them has failed.
	 */
	void join() throws Exception {
		for (Future<?> thread : this.running) {
			thread.get(MINUTES, TimeUnit.MINUTES);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
