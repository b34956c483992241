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

import org.HdrHistogram.Histogram;

import com.batchpipe.benchmarks.rival.Rival;

/**
 * Publishes at a steady rate and times each call. A late call is timed from its start,
 * not from when it was due. Lateness is measured separately, because the system can also
 * wake a parked thread late.
 */
final class PacedProducer {

	private static final int DIGITS = 3;

	private final Rival.Producer producer;

	private final long interval;

	private final Histogram calls = new Histogram(TimeUnit.MINUTES.toNanos(2), DIGITS);

	private long refused;

	private long late;

	PacedProducer(Rival.Producer producer, int perSecond) {
		this.producer = producer;
		this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
	}

	void run(Duration time) {
		this.calls.reset();
		this.refused = 0;
		this.late = 0;
		long due = System.nanoTime();
		long end = due + time.toNanos();
		for (int number = 0; due - end < 0; number++) {
			long start = awaitTime(due);
			publish(number);
			this.calls.recordValue(System.nanoTime() - start);
			this.late = Math.max(this.late, start - due);
			due += this.interval;
		}
	}

	private static long awaitTime(long due) {
		long now = System.nanoTime();
		while (now - due < 0) {
			LockSupport.parkNanos(due - now);
			now = System.nanoTime();
		}
		return now;
	}

	private void publish(int number) {
		try {
			this.producer.publish(number, 0);
		}
		catch (RuntimeException ex) {
			this.refused++;
		}
	}

	long published() {
		return this.calls.getTotalCount();
	}

	long refused() {
		return this.refused;
	}

	Latencies latencies(long arrived) {
		return Latencies.of(this.calls, this.late, this.refused, arrived);
	}

}
