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
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;

/**
 * The records that a pipe has received, in order of arrival. Bodies are kept unchanged
 * and are split into records only on demand.
 */
final class RecordJournal {

	private final Deque<Entry> entries = new ArrayDeque<>();

	private final List<Waiter> waiters = new CopyOnWriteArrayList<>();

	private long count;

	private long released;

	RecordJournal() {
	}

	private RecordJournal(Deque<Entry> entries, long count, long released) {
		this.entries.addAll(entries);
		this.count = count;
		this.released = released;
	}

	void append(RetainedBody body, int records) {
		long total;
		synchronized (this.entries) {
			this.entries.add(new Entry(body, records));
			dropReleased();
			this.count += records;
			total = this.count;
		}
		for (Waiter waiter : this.waiters) {
			waiter.arrived(total);
		}
	}

	private void dropReleased() {
		Entry oldest = this.entries.peek();
		while (oldest != null && oldest.body().isReleased()) {
			this.released += oldest.records();
			this.entries.remove();
			oldest = this.entries.peek();
		}
	}

	long count() {
		synchronized (this.entries) {
			return this.count;
		}
	}

	/**
	 * Return all records.
	 * @throws IllegalStateException if some bodies are no longer retained
	 */
	List<JsonNode> records() {
		List<JsonNode> records = new ArrayList<>();
		RecordJournal journal = copy();
		long released = journal.released;
		for (Entry entry : journal.entries) {
			byte[] bytes = entry.body().bytes();
			if (bytes != null) {
				records.addAll(ServerJson.readRecords(bytes));
			}
			else {
				released += entry.records();
			}
		}
		if (released > 0) {
			throw new IllegalStateException(
					("%d of %d records are no longer retained. Start the server with a larger 'retainedBytes'")
						.formatted(released, released + records.size()));
		}
		return records;
	}

	boolean await(long records, Duration timeout) throws InterruptedException {
		Waiter waiter = new Waiter(records, new CountDownLatch(1));
		this.waiters.add(waiter);
		try {
			waiter.arrived(count());
			return waiter.latch().await(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		finally {
			this.waiters.remove(waiter);
		}
	}

	RecordJournal copy() {
		synchronized (this.entries) {
			return new RecordJournal(this.entries, this.count, this.released);
		}
	}

	/**
	 * Release the bodies that the given journal does not contain.
	 */
	void releaseAllBut(RecordJournal kept) {
		Set<RetainedBody> keptBodies = Collections.newSetFromMap(new IdentityHashMap<>());
		kept.entries.forEach((entry) -> keptBodies.add(entry.body()));
		for (Entry entry : copy().entries) {
			if (!keptBodies.contains(entry.body())) {
				entry.body().release();
			}
		}
	}

	private record Entry(RetainedBody body, int records) {
	}

	private record Waiter(long threshold, CountDownLatch latch) {

		void arrived(long total) {
			if (total >= this.threshold) {
				this.latch.countDown();
			}
		}

	}

}
