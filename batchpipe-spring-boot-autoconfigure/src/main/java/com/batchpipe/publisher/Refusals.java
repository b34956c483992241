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

import org.jspecify.annotations.Nullable;

/**
 * What becomes of records that the service has refused: those that are invalid are
 * searched for, and what is too large is split. Used by the sending thread only.
 */
final class Refusals {

	private final Pipe pipe;

	private final PublisherSettings settings;

	private final Settlement settlement;

	private final BatchSizeLimit sizeLimit;

	private final TokenBucket bisections;

	Refusals(Pipe pipe, PublisherSettings settings, Settlement settlement, long now) {
		this.pipe = pipe;
		this.settings = settings;
		this.settlement = settlement;
		this.sizeLimit = new BatchSizeLimit(settings.maxBatchSize());
		this.bisections = new TokenBucket(10, settings.maxBisectRequests(), now);
		pipe.buffer().maxBatchSize(this.sizeLimit.current());
	}

	void invalid(Batch batch, RecordRange range, @Nullable Integer status, long now) {
		if (this.settings.onInvalid() == InvalidBatchPolicy.REJECT) {
			reject(batch, range, UndeliveredReason.INVALID, status);
			return;
		}
		this.pipe.buffer().inLock(PipeLedger::bisected);
		for (RangePlan.Rejection rejection : batch.plan(this.settings).invalid()) {
			this.settlement.undelivered(this.pipe, batch, rejection.range(), rejection.reason(), status);
		}
		if (!this.bisections.tryTake(now)) {
			batch.waitUntil(now + this.bisections.nanosUntilNext(now));
		}
	}

	void tooLarge(Batch batch, Flight flight, @Nullable Integer status) {
		if (flight.range().size() == 1) {
			reject(batch, flight.range(), UndeliveredReason.TOO_LARGE, status);
			return;
		}
		this.pipe.buffer().inLock(PipeLedger::split);
		this.sizeLimit.tooLarge(flight.body().length());
		this.pipe.buffer().maxBatchSize(this.sizeLimit.current());
		batch.plan(this.settings).tooLarge();
	}

	void reject(Batch batch, RecordRange range, UndeliveredReason reason, @Nullable Integer status) {
		this.settlement.undelivered(this.pipe, batch, range, reason, status);
		batch.plan(this.settings).settled();
	}

	/**
	 * A batch was taken.
	 */
	void taken() {
		if (this.sizeLimit.taken()) {
			this.pipe.buffer().maxBatchSize(this.sizeLimit.current());
		}
	}

	/**
	 * Return whether batches are smaller because of them.
	 */
	boolean areRemembered() {
		return this.sizeLimit.isLearned();
	}

	/**
	 * Return whether a search may have to wait because of them.
	 */
	boolean areRecent(long now) {
		return !this.bisections.isFull(now);
	}

}
