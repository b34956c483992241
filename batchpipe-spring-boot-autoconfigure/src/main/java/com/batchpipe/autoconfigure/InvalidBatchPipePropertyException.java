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

package com.batchpipe.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a property has an invalid value. The exception contains the name of the
 * property and the reason, but never a value that may be a secret.
 */
class InvalidBatchPipePropertyException extends RuntimeException {

	private final String property;

	private final String reason;

	private final @Nullable String action;

	InvalidBatchPipePropertyException(String property, String reason, @Nullable Throwable cause) {
		this(property, reason, null, cause);
	}

	InvalidBatchPipePropertyException(String property, String reason, @Nullable String action,
			@Nullable Throwable cause) {
		super("'" + property + "' " + reason, cause);
		this.property = property;
		this.reason = reason;
		this.action = action;
	}

	/**
	 * Perform an action that uses the value of a property.
	 * @throws InvalidBatchPipePropertyException if the action throws an
	 * {@link IllegalArgumentException}; the reason is the message of that exception,
	 * without the quoted parameter at its start, and with the names of properties instead
	 * of other quoted parameters
	 */
	static <T> T get(String property, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage()).replaceFirst("^'\\w+' ", "");
			String prefix = property.substring(0, property.lastIndexOf('.') + 1);
			throw new InvalidBatchPipePropertyException(property, PropertyNames.translate(reason, prefix), ex);
		}
	}

	String getProperty() {
		return this.property;
	}

	String getReason() {
		return this.reason;
	}

	/**
	 * Return what to do, or {@code null} if the value must be corrected.
	 */
	@Nullable String getAction() {
		return this.action;
	}

}
