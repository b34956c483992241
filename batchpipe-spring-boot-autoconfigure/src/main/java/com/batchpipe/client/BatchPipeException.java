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
 * Root of the exceptions of calls to BatchPipe. Their messages, causes and fields never
 * hold an API key or a request body.
 *
 * @since 0.1.0
 */
public abstract class BatchPipeException extends RuntimeException {

	private static final int MAX_MESSAGE_LENGTH = 30_000;

	private final BatchPipeOperation operation;

	private final int attempts;

	BatchPipeException(BatchPipeOperation operation, int attempts, String message, @Nullable Throwable cause) {
		super(operation + ": " + PrintableText.of(message, MAX_MESSAGE_LENGTH)
				+ ((attempts > 1) ? " (after " + attempts + " attempts)" : ""), cause);
		this.operation = operation;
		this.attempts = attempts;
	}

	/**
	 * Return the operation that was called.
	 * @return the operation
	 */
	public BatchPipeOperation operation() {
		return this.operation;
	}

	/**
	 * Return how many attempts were made for this call.
	 * @return the number of attempts
	 */
	public int attempts() {
		return this.attempts;
	}

}
