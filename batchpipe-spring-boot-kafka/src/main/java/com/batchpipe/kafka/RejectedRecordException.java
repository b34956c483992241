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

package com.batchpipe.kafka;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.RecordTooLargeException;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Says why a Kafka record was rejected: BatchPipe did not accept it, or it could not be
 * sent because it is not a JSON object, cannot be converted, or is too large. A
 * {@link BatchPipeBatchListener} passes this exception to the recoverer or, if there is
 * none, throws a {@code BatchListenerFailedException} with this exception as its cause.
 *
 * @since 0.1.0
 */
public class RejectedRecordException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final UndeliveredReason reason;

	private final @Nullable Integer status;

	RejectedRecordException(String message, UndeliveredReason reason, @Nullable Integer status) {
		super(message);
		this.reason = reason;
		this.status = status;
	}

	/**
	 * Create an exception for a record that BatchPipe rejected.
	 */
	static RejectedRecordException refused(String pipeId, UndeliveredReason reason, @Nullable Integer status) {
		return new RejectedRecordException(
				"Pipe '" + pipeId + "' rejected the record: " + reason + ((status != null) ? ", status " + status : ""),
				reason, status);
	}

	/**
	 * Create an exception for a record that cannot be sent.
	 */
	static RejectedRecordException invalid(String message) {
		return new RejectedRecordException(message, UndeliveredReason.INVALID, null);
	}

	/**
	 * Create an exception for a record that the publisher does not accept.
	 * @param cause the exception for this record alone, or for a collection with only
	 * this record
	 */
	static RejectedRecordException notAccepted(RuntimeException cause) {
		String message = String.valueOf(cause.getMessage())
			.replaceFirst("^'records\\[0]'", "The record")
			.replace("'records[0]'", "the record");
		return new RejectedRecordException(message,
				(cause instanceof RecordTooLargeException) ? UndeliveredReason.TOO_LARGE : UndeliveredReason.INVALID,
				null);
	}

	/**
	 * Return why the record was rejected.
	 * @return the reason
	 */
	public UndeliveredReason reason() {
		return this.reason;
	}

	/**
	 * Return the status of the last response.
	 * @return the HTTP status, or {@code null} if the record was not sent
	 */
	public @Nullable Integer status() {
		return this.status;
	}

}
