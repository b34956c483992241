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

package com.batchpipe.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the workers of the relay. Safe for use by multiple threads.
 */
final class RelayLifecycle {

	private final OutboxSettings settings;

	private final boolean enabled;

	private final ThreadFactory threads;

	private final Supplier<RelayQueue> queues;

	private final Function<RelayQueue, OutboxRelay> relays;

	private final RelayLog log;

	private final RelaySignal signal;

	private @Nullable RelayQueue queue;

	private volatile boolean running;

	private List<Thread> workers = List.of();

	/**
	 * Create the lifecycle of a relay.
	 * @param settings the settings
	 * @param enabled whether this instance sends records
	 * @param threads creates the worker threads
	 * @param queues creates a queue for each start
	 * @param relays creates the relay that works on a queue
	 * @param signal the signal, which is connected to the queue of the running relay
	 * @param log the log
	 */
	RelayLifecycle(OutboxSettings settings, boolean enabled, ThreadFactory threads, Supplier<RelayQueue> queues,
			Function<RelayQueue, OutboxRelay> relays, RelaySignal signal, RelayLog log) {
		this.settings = settings;
		this.enabled = enabled;
		this.threads = threads;
		this.queues = queues;
		this.relays = relays;
		this.signal = signal;
		this.log = log;
	}

	synchronized void start() {
		if (this.running) {
			return;
		}
		this.running = true;
		if (!this.enabled) {
			return;
		}
		RelayQueue started = this.queues.get();
		OutboxRelay relay = this.relays.apply(started);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < this.settings.workers(); i++) {
			Thread thread = this.threads.newThread(relay::work);
			threads.add(thread);
			thread.start();
		}
		this.workers = threads;
		this.queue = started;
		this.signal.connect(started);
	}

	/**
	 * Let the workers finish the requests in flight. Workers that take longer than the
	 * drain timeout are interrupted, and their rows remain in the table.
	 */
	synchronized void stop() {
		RelayQueue stopped = this.queue;
		this.queue = null;
		this.signal.connect(null);
		if (stopped != null) {
			stopped.close();
			long deadline = System.nanoTime() + this.settings.drainTimeout().toNanos();
			if (!join(deadline)) {
				this.log.stillInFlight(this.settings.drainTimeout());
				this.workers.forEach(Thread::interrupt);
				join(System.nanoTime() + Duration.ofSeconds(1).toNanos());
			}
			this.workers = List.of();
		}
		this.running = false;
	}

	private boolean join(long deadline) {
		boolean ended = true;
		for (Thread worker : this.workers) {
			try {
				long millis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
				worker.join(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
			ended = ended && !worker.isAlive();
		}
		return ended;
	}

	/**
	 * Return whether workers send the rows of the table.
	 */
	boolean isSending() {
		return this.enabled && this.running;
	}

	boolean isRunning() {
		return this.running;
	}

}
