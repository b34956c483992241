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

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The counts of one pipe. Guarded by the lock of the pipe's buffer.
 */
final class PipeLedger {

	private long accepted;

	private final Map<RecordState, Long> ended = new EnumMap<>(RecordState.class);

	private final Map<SealCause, Long> sealed = new EnumMap<>(SealCause.class);

	private long answered;

	private long requestNanos;

	private long deliveries;

	private long deliveryNanos;

	private long retried;

	private long bisected;

	private long split;

	void accepted() {
		this.accepted++;
	}

	void ended(RecordState state, int records) {
		this.ended.merge(state, (long) records, Long::sum);
	}

	void sealed(SealCause cause) {
		this.sealed.merge(cause, 1L, Long::sum);
	}

	void answered(long nanos) {
		this.answered++;
		this.requestNanos += nanos;
	}

	void delivered(long nanosSinceOpened) {
		this.deliveries++;
		this.deliveryNanos += nanosSinceOpened;
	}

	void retried() {
		this.retried++;
	}

	void bisected() {
		this.bisected++;
	}

	void split() {
		this.split++;
	}

	long acceptedCount() {
		return this.accepted;
	}

	long count(RecordState state) {
		return this.ended.getOrDefault(state, 0L);
	}

	long count(SealCause cause) {
		return this.sealed.getOrDefault(cause, 0L);
	}

	PipeStats.RequestStats requestStats() {
		return new PipeStats.RequestStats(this.answered, this.retried, this.bisected, this.split,
				Duration.ofNanos(this.requestNanos), this.deliveries, Duration.ofNanos(this.deliveryNanos));
	}

}
