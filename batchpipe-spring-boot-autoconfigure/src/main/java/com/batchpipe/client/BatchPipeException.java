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

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Base class of the exceptions thrown for calls to BatchPipe. Their messages never
 * contain an API key or a request body, and neither do their causes, except that the
 * exception of a failed {@link ApiKeyProvider} is kept as the cause unchanged. However,
 * the response in a {@link BatchPipeApiException} is unchanged and may contain secrets.
 *
 * @since 0.1.0
 */
public abstract class BatchPipeException extends RuntimeException {

	private static final int MAX_MESSAGE_LENGTH = 30_000;

	private final BatchPipeOperation operation;

	private final int attempts;

	BatchPipeException(BatchPipeOperation operation, int attempts, String message, @Nullable Throwable cause) {
		super(operation + ": " + PrintableText.of(message, MAX_MESSAGE_LENGTH)
				+ ((attempts > 1) ? " (" + attempts + " attempts)" : ""), cause);
		this.operation = operation;
		this.attempts = attempts;
	}

	/**
	 * Create a copy with another cause.
	 */
	BatchPipeException(BatchPipeException original, @Nullable Throwable cause) {
		super(original.getMessage(), cause);
		this.operation = original.operation;
		this.attempts = original.attempts;
	}

	/**
	 * Create a copy of the same class without the stack trace. A
	 * {@link BatchPipeApiException} has no cause, and its copy keeps the failure of the
	 * previous attempt as a suppressed exception; any other copy has the given cause and
	 * no suppressed exceptions.
	 */
	abstract BatchPipeException copy(@Nullable Throwable cause);

	/**
	 * Serialize copies of causes and suppressed exceptions that might not be
	 * serializable: those that come from the application and those that Reactor adds.
	 */
	Object writeReplace() {
		Throwable cause = CopiedException.serializable(getCause());
		List<Throwable> suppressed = Arrays.stream(getSuppressed())
			.<Throwable>map(CopiedException::serializable)
			.toList();
		if (cause == getCause() && suppressed.equals(Arrays.asList(getSuppressed()))) {
			return this;
		}
		BatchPipeException copy = copy(cause);
		copy.setStackTrace(getStackTrace());
		List<Throwable> copied = Arrays.asList(copy.getSuppressed());
		suppressed.stream().filter((ex) -> !copied.contains(ex)).forEach(copy::addSuppressed);
		return copy;
	}

	/**
	 * Return the operation that was called.
	 * @return the operation
	 */
	public BatchPipeOperation operation() {
		return this.operation;
	}

	/**
	 * Return how many attempts were made for this call. If a thread that called a
	 * {@link BatchPipeTemplate} was interrupted, the number is unknown, and this method
	 * returns 1.
	 * @return the number of attempts
	 */
	public int attempts() {
		return this.attempts;
	}

}
