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

package com.batchpipe.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import com.batchpipe.client.BatchPipeOperation;

/**
 * The most recent requests in order of arrival, and the number of all requests for each
 * operation.
 */
final class RequestLog {

	private final int limit;

	private final Lock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	private final long[] counts = new long[BatchPipeOperation.values().length];

	RequestLog(int limit) {
		this.limit = limit;
	}

	void add(RecordedRequest request) {
		this.lock.lock();
		try {
			BatchPipeOperation operation = request.operation();
			if (operation != null) {
				this.counts[operation.ordinal()]++;
			}
			this.requests.add(request);
			if (this.requests.size() > this.limit) {
				this.requests.remove();
			}
			this.arrived.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	List<RecordedRequest> requests() {
		return snapshot().requests();
	}

	long count(BatchPipeOperation operation) {
		return snapshot().counts()[operation.ordinal()];
	}

	boolean await(BatchPipeOperation operation, long count, Duration timeout) throws InterruptedException {
		long remaining = timeout.toNanos();
		this.lock.lock();
		try {
			while (this.counts[operation.ordinal()] < count) {
				if (remaining <= 0) {
					return false;
				}
				remaining = this.arrived.awaitNanos(remaining);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	Snapshot snapshot() {
		this.lock.lock();
		try {
			return new Snapshot(List.copyOf(this.requests), this.counts.clone());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return to an earlier state, and release the bodies that have arrived since.
	 */
	void restore(Snapshot snapshot) {
		Set<RecordedRequest> kept = Set.copyOf(snapshot.requests());
		this.lock.lock();
		try {
			this.requests.stream()
				.filter((request) -> !kept.contains(request))
				.forEach((request) -> request.retainedBody().release());
			this.requests.clear();
			this.requests.addAll(snapshot.requests());
			System.arraycopy(snapshot.counts(), 0, this.counts, 0, this.counts.length);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The requests at a point in time.
	 */
	record Snapshot(List<RecordedRequest> requests, long[] counts) {

		static Snapshot empty() {
			return new Snapshot(List.of(), new long[BatchPipeOperation.values().length]);
		}

	}

}
