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
 * Thrown when a record was accepted but not delivered.
 *
 * @since 0.1.0
 */
public class UndeliveredRecordException extends BatchPipePublisherException {

	private final UndeliveredReason reason;

	private final @Nullable Integer status;

	/**
	 * Create an exception.
	 * @param pipeId the pipe's identifier
	 * @param reason why the record was not delivered
	 * @param status the HTTP status of the last attempt that has ended, or {@code null}
	 * if it got no response or nothing was sent
	 */
	public UndeliveredRecordException(String pipeId, UndeliveredReason reason, @Nullable Integer status) {
		super("A record for pipe '" + pipeId + "' was not delivered: " + reason
				+ ((status != null) ? ", last status " + status : ""));
		this.reason = reason;
		this.status = status;
	}

	/**
	 * Return why the record was not delivered.
	 * @return the reason
	 */
	public UndeliveredReason reason() {
		return this.reason;
	}

	/**
	 * Return the HTTP status of the last attempt that has ended.
	 * @return the status, or {@code null} if it got no response or nothing was sent
	 */
	public @Nullable Integer status() {
		return this.status;
	}

}
