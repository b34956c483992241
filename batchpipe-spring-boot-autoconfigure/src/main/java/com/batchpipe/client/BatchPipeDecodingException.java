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
 * Thrown when BatchPipe responds with a 2xx status, which means that it has processed the
 * request, but the response cannot be read: it is not JSON, is too large, does not match
 * the requested type or does not contain the requested identifier.
 *
 * @since 0.1.0
 */
public class BatchPipeDecodingException extends BatchPipeException {

	private final int status;

	BatchPipeDecodingException(BatchPipeOperation operation, int attempts, int status, String message,
			@Nullable Throwable cause) {
		super(operation, attempts, status + ", but " + message, cause);
		this.status = status;
	}

	private BatchPipeDecodingException(BatchPipeDecodingException original, @Nullable Throwable cause) {
		super(original, cause);
		this.status = original.status;
	}

	@Override
	BatchPipeException copy(@Nullable Throwable cause) {
		return new BatchPipeDecodingException(this, cause);
	}

	/**
	 * Return the HTTP status.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

}
