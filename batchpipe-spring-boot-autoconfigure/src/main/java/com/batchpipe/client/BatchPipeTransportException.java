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

package com.batchpipe.client;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a call ends without a response or with an incomplete 2xx response, for
 * example because BatchPipe cannot be reached, the connection is lost, the
 * {@link ApiKeyProvider} fails or the waiting thread is interrupted.
 *
 * @since 0.1.0
 */
public class BatchPipeTransportException extends BatchPipeException {

	private final RequestSent requestSent;

	BatchPipeTransportException(BatchPipeOperation operation, int attempts, RequestSent requestSent, String message,
			@Nullable Throwable cause) {
		super(operation, attempts, message, cause);
		this.requestSent = requestSent;
	}

	BatchPipeTransportException(BatchPipeTransportException original, @Nullable Throwable cause) {
		super(original, cause);
		this.requestSent = original.requestSent;
	}

	@Override
	BatchPipeException copy(@Nullable Throwable cause) {
		return new BatchPipeTransportException(this, cause);
	}

	/**
	 * Return whether the last request was sent.
	 * @return {@link RequestSent#NO} if the service cannot have received it
	 */
	public RequestSent requestSent() {
		return this.requestSent;
	}

	/**
	 * Whether a request was sent.
	 */
	public enum RequestSent {

		/**
		 * The request was not sent, so the service has not processed it.
		 */
		NO,

		/**
		 * The request may have been sent, and the service may have processed it.
		 */
		UNKNOWN

	}

}
