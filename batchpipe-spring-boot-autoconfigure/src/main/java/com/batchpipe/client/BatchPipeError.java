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

import java.io.Serializable;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The parsed body of an error response. Reading it never fails, whatever the body
 * contains: parts that do not have the documented shape are ignored. BatchPipe documents
 * only the body of validation errors (status 400).
 * <p>
 * All text is {@linkplain PrintableText safe to log on a single line}: it is truncated,
 * and API keys are masked, including the key of the call, whatever its format. The code
 * is limited to about 100 characters, any other text to about 1,000. At most 1,000 field
 * errors are kept, from up to 32 levels of nesting and with about 100,000 characters in
 * total; {@link BatchPipeResponse#data()} returns the complete body. Immutable.
 *
 * @since 0.1.0
 */
public final class BatchPipeError implements Serializable {

	private final @Nullable String code;

	private final @Nullable String message;

	private final Map<String, String> fieldErrors;

	BatchPipeError(@Nullable String code, @Nullable String message, Map<String, String> fieldErrors) {
		this.code = code;
		this.message = message;
		this.fieldErrors = fieldErrors;
	}

	/**
	 * Return the error code, for example {@code validation_error}.
	 * @return the value of the {@code error} field, or {@code null} if it is absent
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * Return the message that explains the error.
	 * @return the value of the {@code message} field, or {@code null} if it is absent
	 */
	public @Nullable String message() {
		return this.message;
	}

	/**
	 * Return the error of each field, in the order of the response. The keys are dotted
	 * paths with array indices as digits, for example {@code columns.0.column_name}; the
	 * values are human-readable messages.
	 * @return the unmodifiable field errors, empty if there are none
	 */
	public Map<String, String> fieldErrors() {
		return this.fieldErrors;
	}

	@Override
	public String toString() {
		return "BatchPipeError[code=" + this.code + ", message=" + this.message + ", fieldErrors=" + this.fieldErrors
				+ "]";
	}

}
