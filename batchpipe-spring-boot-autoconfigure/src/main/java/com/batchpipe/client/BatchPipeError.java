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
 * What the body of an error response says. Whatever the body looks like, reading it never
 * fails: parts that are not of the documented shape are left out. BatchPipe documents it
 * for validation errors, status 400, and nothing of the bodies of other errors.
 * <p>
 * All texts are {@linkplain PrintableText fit for one line of a log}: they are cut, and
 * API keys in them are masked, that of the call in any case. The code has at most some
 * 100 characters, each other text some 1,000. Of field errors there are at most 1,000, no
 * deeper than 32 levels, and some 100,000 characters of them in all;
 * {@link BatchPipeResponse#data()} has the body as it came. Immutable.
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
	 * @return the field {@code error}, or {@code null} if it is not there
	 */
	public @Nullable String code() {
		return this.code;
	}

	/**
	 * Return the sentence that explains the error.
	 * @return the field {@code message}, or {@code null} if it is not there
	 */
	public @Nullable String message() {
		return this.message;
	}

	/**
	 * Return what is wrong with each field, in the order of the service. Keys are paths
	 * joined by dots, with array indices as digits, for example
	 * {@code columns.0.column_name}; values are sentences for people.
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
