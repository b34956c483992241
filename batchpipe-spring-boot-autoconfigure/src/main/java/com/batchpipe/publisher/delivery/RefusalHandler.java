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

package com.batchpipe.publisher.delivery;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.InvalidBatchPolicy;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.PipeLedger;
import com.batchpipe.publisher.batch.RecordRange;
import com.batchpipe.publisher.batch.SplitPlan;
import com.batchpipe.publisher.limit.BatchSizeLimit;
import com.batchpipe.publisher.limit.TokenBucket;
import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * Handles batches that the service has rejected: it searches for the invalid records, and
 * splits batches that are too large. Used by the sending thread only.
 */
public final class RefusalHandler {

	private final BatchSource source;

	private final PublisherSettings settings;

	private final Settlement settlement;

	private final BatchSizeLimit sizeLimit;

	private final TokenBucket bisections;

	RefusalHandler(BatchSource source, PublisherSettings settings, Settlement settlement, long now) {
		this.source = source;
		this.settings = settings;
		this.settlement = settlement;
		this.sizeLimit = new BatchSizeLimit(settings.maxBatchSize());
		this.bisections = new TokenBucket(10, settings.maxBisectRequests(), now);
		source.maxBatchSize(this.sizeLimit.current());
	}

	void invalid(Batch batch, RecordRange range, @Nullable Integer status, long now) {
		if (this.settings.onInvalid() == InvalidBatchPolicy.REJECT) {
			reject(batch, range, UndeliveredReason.INVALID, status);
			return;
		}
		this.source.count(PipeLedger::bisected);
		for (SplitPlan.Rejection rejection : batch.plan(this.settings).invalid()) {
			if (rejection.reason() == UndeliveredReason.UNDECIDED) {
				// The caller may send these records again.
				batch.returning();
			}
			this.settlement.undelivered(this.source, batch, rejection.range(), rejection.reason(), status);
		}
		if (!this.bisections.tryTake(now)) {
			batch.waitUntil(now + this.bisections.nanosUntilNext(now));
		}
	}

	void tooLarge(Batch batch, InFlightRequest request, @Nullable Integer status) {
		if (request.range().size() == 1) {
			reject(batch, request.range(), UndeliveredReason.TOO_LARGE, status);
			return;
		}
		this.source.count(PipeLedger::split);
		this.sizeLimit.tooLarge(request.body().length());
		this.source.maxBatchSize(this.sizeLimit.current());
		batch.plan(this.settings).tooLarge();
	}

	void reject(Batch batch, RecordRange range, UndeliveredReason reason, @Nullable Integer status) {
		this.settlement.undelivered(this.source, batch, range, reason, status);
		batch.plan(this.settings).settled();
	}

	/**
	 * Record that the service has accepted a batch.
	 */
	void taken() {
		if (this.sizeLimit.taken()) {
			this.source.maxBatchSize(this.sizeLimit.current());
		}
	}

	/**
	 * Return whether batches are smaller because of earlier rejections.
	 */
	boolean areRemembered() {
		return this.sizeLimit.isLearned();
	}

	/**
	 * Return whether a search may have to wait because of earlier rejections.
	 */
	boolean areRecent(long now) {
		return !this.bisections.isFull(now);
	}

}
