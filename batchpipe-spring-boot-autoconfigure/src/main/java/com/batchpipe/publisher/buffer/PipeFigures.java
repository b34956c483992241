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

package com.batchpipe.publisher.buffer;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.PipeLedger;
import com.batchpipe.publisher.batch.SealCause;
import com.batchpipe.publisher.delivery.PipeDelivery;

/**
 * A snapshot of the figures of one pipe, or the sum of the figures of several pipes. The
 * record counts of each pipe are consistent with each other.
 */
public final class PipeFigures {

	private final PipeLedger ledger = new PipeLedger();

	/**
	 * The number of records in open batches, which no ledger counts yet.
	 */
	private long open;

	private long buffered;

	private int inFlight;

	private int inFlightLimit;

	private long oldest;

	private @Nullable PauseCause pause;

	public static PipeStats of(Pipe pipe, @Nullable PauseCause pauseOfAll, long now) {
		PipeFigures figures = new PipeFigures();
		figures.add(pipe, now);
		return figures.toStats(pauseOfAll);
	}

	/**
	 * Add the counts of pipes without buffered records.
	 */
	void add(PipeLedger counts) {
		this.ledger.add(counts);
	}

	void add(Pipe pipe, long now) {
		PipeBuffer buffer = pipe.buffer();
		PipeDelivery delivery = pipe.delivery();
		pipe.accounts().inLock((counts) -> {
			this.ledger.add(counts);
			Batch batch = buffer.open();
			int openRecords = (batch != null) ? batch.count() : 0;
			this.open += openRecords;
			this.buffered += buffer.queue().buffered() + openRecords;
			long age = Math.max(buffer.queue().age(now), (batch != null) ? now - batch.openedAt() : 0);
			this.oldest = Math.max(this.oldest, age);
		});
		this.inFlight += delivery.inFlight();
		this.inFlightLimit += delivery.inFlightLimit();
		paused(delivery.pause());
	}

	/**
	 * Record why a pipe is paused. If there are several pipes, a key that lacks
	 * permission takes precedence over the other causes.
	 */
	private void paused(@Nullable PauseCause cause) {
		if (this.pause == null || cause == PauseCause.AUTHORIZATION) {
			this.pause = cause;
		}
	}

	PipeStats toStats(@Nullable PauseCause pauseOfAll) {
		return new PipeStats(this.ledger.acceptedCount() + this.open, this.ledger.count(RecordState.DELIVERED),
				this.ledger.count(RecordState.REJECTED), this.ledger.count(RecordState.EXPIRED),
				this.ledger.count(RecordState.DROPPED), this.ledger.count(RecordState.ABANDONED),
				this.ledger.count(RecordState.RETURNED), this.buffered, this.inFlight, this.inFlightLimit,
				Duration.ofNanos(this.oldest), (this.pause != null) ? this.pause : pauseOfAll,
				this.ledger.requestStats(), this.ledger.count(SealCause.COUNT), this.ledger.count(SealCause.SIZE),
				this.ledger.count(SealCause.LINGER), this.ledger.count(SealCause.FLUSH));
	}

}
