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
 * The reason why a record was not delivered. Statuses are interpreted according to HTTP;
 * BatchPipe documents only status 400, for invalid requests.
 *
 * @since 0.1.0
 */
public enum UndeliveredReason {

	/**
	 * The service rejected this record as invalid or, with
	 * {@link InvalidBatchPolicy#REJECT}, the batch that contained it.
	 */
	INVALID(RecordState.REJECTED),

	/**
	 * The service rejected the batch, both halves of it and three single records from it,
	 * so the remaining records were not tried individually.
	 */
	SCHEMA(RecordState.REJECTED),

	/**
	 * The service rejected a batch with this record, and the maximum number of rejected
	 * requests was reached before it was clear whether this record is invalid.
	 */
	UNDECIDED(RecordState.REJECTED),

	/**
	 * The service rejected this single record as too large.
	 */
	TOO_LARGE(RecordState.REJECTED),

	/**
	 * The service still did not know the pipe when the delivery timeout expired.
	 */
	UNKNOWN_PIPE(RecordState.REJECTED),

	/**
	 * The service rejected the request with another status, and a retry would not help.
	 */
	REFUSED(RecordState.REJECTED),

	/**
	 * The delivery timeout expired.
	 */
	EXPIRED(RecordState.EXPIRED),

	/**
	 * The record was dropped for lack of room in the buffer.
	 */
	OVERFLOW(RecordState.DROPPED),

	/**
	 * The publisher was stopped.
	 */
	STOPPED(RecordState.ABANDONED),

	/**
	 * The caller keeps the record and retries it; see
	 * {@link BatchOptions#withoutRetries()}.
	 */
	RETURNED(RecordState.RETURNED);

	private final RecordState state;

	UndeliveredReason(RecordState state) {
		this.state = state;
	}

	/**
	 * Return the final state of a record that was not delivered for this reason.
	 * @return the state
	 */
	public RecordState state() {
		return this.state;
	}

	/**
	 * Return whether the service rejected the record, alone or with its batch, for a
	 * reason other than an unknown pipe. (An unknown pipe is not the record's fault.) A
	 * record that was rejected as {@link #SCHEMA} or {@link #UNDECIDED} may nevertheless
	 * be valid.
	 * @return {@code true} if the state is {@link RecordState#REJECTED} and the reason is
	 * not {@link #UNKNOWN_PIPE}
	 */
	public boolean isPermanentRejection() {
		return this.state == RecordState.REJECTED && this != UNKNOWN_PIPE;
	}

}
