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
import java.util.UUID;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Options for one {@link BatchPipePublisher#sendBatch sendBatch} call. Immutable and safe
 * for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchOptions {

	private static final BatchOptions NONE = new BatchOptions(true, null, null);

	private final boolean undeliveredHandled;

	private final @Nullable Duration retryTimeout;

	private final @Nullable IntFunction<UUID> recordIds;

	private BatchOptions(boolean undeliveredHandled, @Nullable Duration retryTimeout,
			@Nullable IntFunction<UUID> recordIds) {
		this.undeliveredHandled = undeliveredHandled;
		this.retryTimeout = retryTimeout;
		this.recordIds = recordIds;
	}

	/**
	 * Return options with the default behavior.
	 * @return the options
	 */
	public static BatchOptions none() {
		return NONE;
	}

	/**
	 * Return options that bypass the {@link UndeliveredRecordHandler}, because the caller
	 * handles the undelivered records listed in the {@link BatchResult}.
	 * @return new options
	 */
	public BatchOptions withoutUndeliveredRecordHandler() {
		return new BatchOptions(false, this.retryTimeout, this.recordIds);
	}

	/**
	 * Return options for a caller that keeps the records and retries them itself. The
	 * publisher does not retry a failed request and does not buffer the records while
	 * their pipe is paused. In these cases, and where it would otherwise drop or abandon
	 * the records or let them expire, it returns them with the reason
	 * {@link UndeliveredReason#RETURNED RETURNED} and the
	 * {@linkplain BatchResult#retryAfter() time to wait}. It does not drop other records
	 * to make room for them. It still searches a batch for invalid records and splits a
	 * batch that is too large. Returned records are not passed to the
	 * {@link UndeliveredRecordHandler}, because they are not lost. With
	 * {@link RecordOrdering#STRICT STRICT} ordering, later records of the collection are
	 * also returned, as well as those after {@link UndeliveredReason#UNDECIDED UNDECIDED}
	 * records, so that they do not arrive first.
	 * @return new options
	 */
	public BatchOptions withoutRetries() {
		return withRetryTimeout(Duration.ZERO);
	}

	/**
	 * Return options for a caller that keeps the records and retries them itself, like
	 * {@link #withoutRetries()}, but only if the publisher does not deliver them soon.
	 * Until the given time has passed, the publisher retries the records and buffers them
	 * during a pause. It returns them as soon as it is clear that the next attempt would
	 * begin after that time.
	 * @param retryTimeout the time, zero or greater, measured from when the records are
	 * accepted; the delivery timeout of the publisher should be longer
	 * @return new options
	 */
	public BatchOptions withRetryTimeout(Duration retryTimeout) {
		Assert.notNull(retryTimeout, "'retryTimeout' must not be null");
		Assert.isTrue(!retryTimeout.isNegative(), "'retryTimeout' must not be negative");
		return new BatchOptions(this.undeliveredHandled, retryTimeout, this.recordIds);
	}

	/**
	 * Return options that assign the given identifiers to the records instead of new
	 * ones. The identifiers are sent only if the publisher has a
	 * {@linkplain BatchPipePublisherBuilder#recordIdField(String) record id field}.
	 * @param recordIds returns the identifier of the record at the given index of the
	 * collection; called while the records are encoded
	 * @return new options
	 */
	public BatchOptions withRecordIds(IntFunction<UUID> recordIds) {
		Assert.notNull(recordIds, "'recordIds' must not be null");
		return new BatchOptions(this.undeliveredHandled, this.retryTimeout, recordIds);
	}

	/**
	 * Return whether undelivered records are passed to the
	 * {@link UndeliveredRecordHandler}.
	 * @return {@code true} by default
	 */
	public boolean undeliveredHandled() {
		return this.undeliveredHandled;
	}

	/**
	 * Return how long the publisher retries failed requests before it returns the records
	 * to a caller that retries them itself.
	 * @return the time, or {@code null} (the default) if the caller does not retry them
	 */
	public @Nullable Duration retryTimeout() {
		return this.retryTimeout;
	}

	/**
	 * Return the identifier of a record.
	 * @param index the index of the record in the collection
	 * @return the identifier, or {@code null} for a new one
	 */
	public @Nullable UUID recordId(int index) {
		return (this.recordIds != null) ? this.recordIds.apply(index) : null;
	}

}
