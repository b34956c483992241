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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;

/**
 * Reads the body of an error response on the thread that received it. It therefore builds
 * no tree, keeps only a limited amount of text, and takes time proportional to the size
 * of the body, whatever the body contains.
 */
final class ErrorBodyReader {

	static final int MAX_FIELD_ERRORS = 1000;

	private static final int MAX_CODE_LENGTH = 100;

	private static final int MAX_TEXT_LENGTH = 1000;

	private static final int MAX_TOTAL_LENGTH = 100_000;

	private static final int MAX_DEPTH = 32;

	private static final int MAX_VISITED = 10_000;

	private static final BatchPipeError NONE = new BatchPipeError(null, null, Collections.emptyMap());

	private final JsonParser parser;

	private final @Nullable ApiKey apiKey;

	private final StringBuilder path = new StringBuilder();

	private final Map<String, String> fieldErrors = new LinkedHashMap<>();

	private int visited;

	private int totalLength;

	private ErrorBodyReader(JsonParser parser, @Nullable ApiKey apiKey) {
		this.parser = parser;
		this.apiKey = apiKey;
	}

	/**
	 * Read the body.
	 * @param body the body, which need not be JSON
	 * @param apiKey the key of the call, which is masked
	 */
	static BatchPipeError read(byte[] body, @Nullable ApiKey apiKey) {
		try (JsonParser parser = JsonBodies.parser(body)) {
			return new ErrorBodyReader(parser, apiKey).read();
		}
		catch (RuntimeException ex) {
			return NONE;
		}
	}

	/**
	 * Read a body that has already been parsed.
	 */
	static BatchPipeError read(@Nullable JsonNode body) {
		return (body != null) ? new ErrorBodyReader(body.traverse(ObjectReadContext.empty()), null).read() : NONE;
	}

	private BatchPipeError read() {
		if (this.parser.nextToken() != JsonToken.START_OBJECT) {
			return NONE;
		}
		String code = null;
		String message = null;
		while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = this.parser.currentName();
			this.parser.nextToken();
			switch (name) {
				case "error" -> {
					code = text(MAX_CODE_LENGTH);
				}
				case "message" -> {
					message = text(MAX_TEXT_LENGTH);
				}
				case "errors" -> collect(0);
				default -> this.parser.skipChildren();
			}
		}
		boolean complete = this.parser.nextToken() == null;
		return complete ? new BatchPipeError(code, message, Collections.unmodifiableMap(this.fieldErrors)) : NONE;
	}

	private @Nullable String text(int maxLength) {
		if (this.parser.currentToken() != JsonToken.VALUE_STRING) {
			this.parser.skipChildren();
			return null;
		}
		String text = printable(this.parser.getString(), maxLength);
		return text.isEmpty() ? null : text;
	}

	private void collect(int depth) {
		switch (this.parser.currentToken()) {
			case START_OBJECT -> {
				while (this.parser.nextToken() == JsonToken.PROPERTY_NAME) {
					String name = this.parser.currentName();
					this.parser.nextToken();
					descend(name, -1, depth);
				}
			}
			case START_ARRAY -> {
				JsonToken token = this.parser.nextToken();
				for (int i = 0; token != null && token != JsonToken.END_ARRAY; i++) {
					descend(null, i, depth);
					token = this.parser.nextToken();
				}
			}
			case VALUE_NULL -> {
			}
			default -> add(this.parser.getString());
		}
	}

	private void descend(@Nullable String name, int index, int depth) {
		if (depth == MAX_DEPTH || this.visited == MAX_VISITED || this.fieldErrors.size() == MAX_FIELD_ERRORS
				|| this.totalLength > MAX_TOTAL_LENGTH) {
			this.parser.skipChildren();
			return;
		}
		this.visited++;
		int length = this.path.length();
		if (length < MAX_TEXT_LENGTH) {
			this.path.append((length > 0) ? "." : "")
				.append((name != null) ? printable(name, MAX_TEXT_LENGTH) : String.valueOf(index));
		}
		collect(depth + 1);
		this.path.setLength(length);
	}

	private void add(@Nullable String value) {
		if (value == null || this.path.isEmpty()) {
			return;
		}
		String text = printable(value, MAX_TEXT_LENGTH);
		this.fieldErrors.put(printable(this.path.toString(), MAX_TEXT_LENGTH), text);
		this.totalLength += this.path.length() + text.length();
	}

	private String printable(String text, int maxLength) {
		return PrintableText.of(text, maxLength, this.apiKey);
	}

}
