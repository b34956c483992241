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

/**
 * Why a record was not delivered. Statuses are read as HTTP means them; of those, only
 * 400 for what is invalid is documented by BatchPipe.
 *
 * @since 0.1.0
 */
public enum UndeliveredReason {

	/**
	 * The service refused this record as invalid.
	 */
	INVALID(RecordState.REJECTED),

	/**
	 * The service refused the batch, both of its halves and three single records of it,
	 * so that the others were not tried one by one.
	 */
	SCHEMA(RecordState.REJECTED),

	/**
	 * The service refused a batch with this record, and the allowed requests did not
	 * suffice to find out whether this record is invalid.
	 */
	UNDECIDED(RecordState.REJECTED),

	/**
	 * The service refused this single record as too large.
	 */
	TOO_LARGE(RecordState.REJECTED),

	/**
	 * The service did not know the pipe until the delivery timeout had passed.
	 */
	UNKNOWN_PIPE(RecordState.REJECTED),

	/**
	 * The service refused the request with another status that a repetition does not
	 * change.
	 */
	REFUSED(RecordState.REJECTED),

	/**
	 * The delivery timeout has passed.
	 */
	EXPIRED(RecordState.EXPIRED),

	/**
	 * The record was dropped to make room.
	 */
	OVERFLOW(RecordState.DROPPED),

	/**
	 * The publisher was stopped.
	 */
	STOPPED(RecordState.ABANDONED),

	/**
	 * The caller keeps the record and sends it again, as
	 * {@link BatchOptions#withoutRetries()} says.
	 */
	RETURNED(RecordState.RETURNED);

	private final RecordState state;

	UndeliveredReason(RecordState state) {
		this.state = state;
	}

	/**
	 * Return the state in which a record ends for this reason.
	 * @return the state
	 */
	public RecordState state() {
		return this.state;
	}

}
