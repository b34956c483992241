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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the body of an error answer says. Whatever the body looks like, reading it never
 * fails: parts that are not of the documented shape are left out. Immutable.
 *
 * @since 0.1.0
 */
public final class BatchPipeError {

	/**
	 * A key that the service repeats in its answer must not get into logs from there.
	 */
	private static final Pattern API_KEY = Pattern.compile("bp_v1_[\\w-]+");

	private static final int MAX_CODE_LENGTH = 100;

	private static final int MAX_TEXT_LENGTH = 1000;

	private static final int MAX_FIELD_ERRORS = 1000;

	private static final BatchPipeError NONE = new BatchPipeError(null, null, Collections.emptyMap());

	private final @Nullable String code;

	private final @Nullable String message;

	private final Map<String, String> fieldErrors;

	private BatchPipeError(@Nullable String code, @Nullable String message, Map<String, String> fieldErrors) {
		this.code = code;
		this.message = message;
		this.fieldErrors = fieldErrors;
	}

	static BatchPipeError parse(@Nullable JsonNode body) {
		if (body == null || !body.isObject()) {
			return NONE;
		}
		Map<String, String> fieldErrors = new LinkedHashMap<>();
		collect("", body.path("errors"), fieldErrors);
		return new BatchPipeError(text(body.path("error"), MAX_CODE_LENGTH),
				text(body.path("message"), MAX_TEXT_LENGTH), Collections.unmodifiableMap(fieldErrors));
	}

	private static void collect(String path, JsonNode node, Map<String, String> fieldErrors) {
		if (fieldErrors.size() >= MAX_FIELD_ERRORS) {
			return;
		}
		if (node.isObject()) {
			node.forEachEntry((name, child) -> collect(path.isEmpty() ? name : path + "." + name, child, fieldErrors));
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				collect(path.isEmpty() ? String.valueOf(i) : path + "." + i, node.get(i), fieldErrors);
			}
		}
		else if (!path.isEmpty() && node.isValueNode() && !node.isNull()) {
			fieldErrors.put(clean(path, MAX_TEXT_LENGTH), clean(node.asString(), MAX_TEXT_LENGTH));
		}
	}

	private static @Nullable String text(JsonNode node, int maxLength) {
		return (node.isString() && !node.stringValue().isBlank()) ? clean(node.stringValue(), maxLength) : null;
	}

	/**
	 * Make text of the service fit for one line of a log or a message.
	 */
	private static String clean(String text, int maxLength) {
		String line = API_KEY.matcher(text.replaceAll("\\p{Cntrl}+", " ")).replaceAll("bp_v1_******").strip();
		return (line.length() > maxLength) ? line.substring(0, maxLength) + "..." : line;
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
