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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Finds rows of which the relay has not been notified. If the table is empty, a search
 * takes only one small query and, at most once a minute, a count of the records set
 * aside. Used by one thread at a time, except that any thread can read the counts and
 * wait.
 */
final class Backlog {

	private static final int PIPES_PER_LOOK = 100;

	/**
	 * The maximum count; larger tables are not counted completely.
	 */
	private static final long MAX_COUNT = 1_000_000;

	private static final Duration WAIT_BETWEEN_LOOKS = Duration.ofMillis(5);

	private final OutboxTable table;

	private final SetAsideTable refused;

	private final ClaimPositions positions;

	private final Clock clock;

	/**
	 * The pipe that was found last, or empty if the next search starts from the
	 * beginning.
	 */
	private String last = "";

	private volatile long pending = -1;

	private volatile long setAside = -1;

	private final CountInterval pendingCounts = new CountInterval(Duration.ofSeconds(15));

	private final CountInterval setAsideCounts = new CountInterval(Duration.ofMinutes(1));

	/**
	 * The time at which the oldest row found was written.
	 */
	private volatile @Nullable Instant oldest;

	private @Nullable Instant oldestSoFar;

	Backlog(OutboxTable table, SetAsideTable refused, ClaimPositions positions, Clock clock) {
		this.table = table;
		this.refused = refused;
		this.positions = positions;
		this.clock = clock;
	}

	/**
	 * Find pipes with rows, at most one hundred at a time.
	 */
	List<String> look() {
		List<String> pipes = new ArrayList<>();
		if (this.last.isEmpty()) {
			this.oldestSoFar = null;
		}
		OutboxRecord head = this.table.nextPipe(this.last);
		while (head != null) {
			pipes.add(head.pipeId());
			this.positions.include(head.pipeId(), head.id());
			this.last = head.pipeId();
			Instant time = RecordIds.time(head.id());
			Instant oldest = this.oldestSoFar;
			this.oldestSoFar = (oldest == null || time.isBefore(oldest)) ? time : oldest;
			if (pipes.size() == PIPES_PER_LOOK) {
				return pipes;
			}
			head = this.table.nextPipe(this.last);
		}
		this.last = "";
		this.oldest = this.oldestSoFar;
		count();
		return pipes;
	}

	/**
	 * Return whether there may be more pipes than were found.
	 */
	boolean isUnfinished() {
		return !this.last.isEmpty();
	}

	/**
	 * Wait until the table is empty. Rows that are being sent are still in the table.
	 * @param timeout how long to wait, or zero to check once
	 * @return whether the table is empty
	 */
	boolean awaitEmpty(Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		boolean empty = isEmpty();
		while (!empty && System.nanoTime() - deadline < 0 && !Thread.currentThread().isInterrupted()) {
			// Other instances may send the rows, and do not notify this one.
			LockSupport.parkNanos(WAIT_BETWEEN_LOOKS.toNanos());
			empty = isEmpty();
		}
		return empty;
	}

	private boolean isEmpty() {
		return this.table.nextPipe("") == null;
	}

	private void count() {
		if (this.oldest == null) {
			this.pending = 0;
		}
		else {
			this.pending = this.pendingCounts.count(this.pending, () -> this.table.count(MAX_COUNT));
		}
		this.setAside = this.setAsideCounts.count(this.setAside, this.refused::count);
	}

	/**
	 * Return the number of rows at the last count, up to a million, or -1 before the
	 * first search.
	 */
	long pending() {
		return this.pending;
	}

	/**
	 * Return the number of records set aside, or -1 before the first search.
	 */
	long setAside() {
		return this.setAside;
	}

	Duration oldestAge() {
		Instant time = this.oldest;
		Duration age = (time != null) ? Duration.between(time, this.clock.instant()) : Duration.ZERO;
		return (age.isNegative()) ? Duration.ZERO : age;
	}

}
