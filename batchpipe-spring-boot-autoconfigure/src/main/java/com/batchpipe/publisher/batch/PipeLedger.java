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

package com.batchpipe.publisher.batch;

import java.time.Duration;

import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.RecordState;

/**
 * The counts of one pipe, guarded by the lock of the pipe's accounts, or the sum of the
 * counts of several pipes. They are kept in one array, because there may be very many
 * pipes.
 */
public class PipeLedger {

	private static final int STATES = RecordState.values().length;

	private static final int CAUSES = SealCause.values().length;

	private static final int SEALED = STATES;

	private static final int ACCEPTED = SEALED + CAUSES;

	private static final int COMPLETED = ACCEPTED + 1;

	private static final int REQUEST_NANOS = ACCEPTED + 2;

	private static final int DELIVERIES = ACCEPTED + 3;

	private static final int DELIVERY_NANOS = ACCEPTED + 4;

	private static final int RETRIED = ACCEPTED + 5;

	private static final int BISECTED = ACCEPTED + 6;

	private static final int SPLIT = ACCEPTED + 7;

	private final long[] counts = new long[SPLIT + 1];

	public void accepted(int records) {
		this.counts[ACCEPTED] += records;
	}

	public void ended(RecordState state, int records) {
		this.counts[state.ordinal()] += records;
	}

	public void sealed(SealCause cause) {
		this.counts[SEALED + cause.ordinal()]++;
	}

	public void completed(long nanos) {
		this.counts[COMPLETED]++;
		this.counts[REQUEST_NANOS] += nanos;
	}

	public void delivered(long nanosSinceOpened) {
		this.counts[DELIVERIES]++;
		this.counts[DELIVERY_NANOS] += nanosSinceOpened;
	}

	public void retried() {
		this.counts[RETRIED]++;
	}

	public void bisected() {
		this.counts[BISECTED]++;
	}

	public void split() {
		this.counts[SPLIT]++;
	}

	public void add(PipeLedger other) {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] += other.counts[i];
		}
	}

	public long acceptedCount() {
		return this.counts[ACCEPTED];
	}

	public long count(RecordState state) {
		return this.counts[state.ordinal()];
	}

	public long count(SealCause cause) {
		return this.counts[SEALED + cause.ordinal()];
	}

	public PipeStats.RequestStats requestStats() {
		return new PipeStats.RequestStats(this.counts[COMPLETED], this.counts[RETRIED], this.counts[BISECTED],
				this.counts[SPLIT], Duration.ofNanos(this.counts[REQUEST_NANOS]), this.counts[DELIVERIES],
				Duration.ofNanos(this.counts[DELIVERY_NANOS]));
	}

}
