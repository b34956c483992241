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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The body of a response. The JSON of an error response is parsed on demand, on the
 * calling thread, because most callers need only the status and the error code. Safe for
 * use by multiple threads.
 */
final class ResponseBody {

	private volatile byte @Nullable [] unread;

	private @Nullable JsonNode json;

	private final @Nullable BatchPipeError error;

	private final @Nullable ApiKey apiKey;

	private ResponseBody(byte @Nullable [] unread, @Nullable JsonNode json, @Nullable BatchPipeError error,
			@Nullable ApiKey apiKey) {
		this.json = json;
		this.error = error;
		this.apiKey = apiKey;
		this.unread = unread;
	}

	/**
	 * Create the body of a successful response.
	 * @param json the JSON, or {@code null} if there is none
	 * @param apiKey the key of the call, which is masked in descriptions of the body
	 */
	static ResponseBody ofSuccess(@Nullable JsonNode json, @Nullable ApiKey apiKey) {
		return new ResponseBody(null, json, null, apiKey);
	}

	/**
	 * Create the body of an error response, which need not be JSON. The key is not kept,
	 * because an exception may contain this body.
	 */
	static ResponseBody ofError(byte[] body, @Nullable ApiKey apiKey) {
		return new ResponseBody(body, null, ErrorBodyReader.read(body, apiKey), null);
	}

	/**
	 * Create a body from JSON that has already been parsed.
	 */
	static ResponseBody of(@Nullable JsonNode json, @Nullable BatchPipeError error) {
		return new ResponseBody(null, json, error, null);
	}

	/**
	 * Return the JSON, or {@code null} if there is none.
	 */
	@Nullable JsonNode json() {
		byte[] body = this.unread;
		if (body != null) {
			this.json = decode(body);
			this.unread = null;
		}
		return this.json;
	}

	private static @Nullable JsonNode decode(byte[] body) {
		try {
			return JsonBodies.decode(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return the parsed error, or {@code null} if the response was successful.
	 */
	@Nullable BatchPipeError error() {
		return this.error;
	}

	/**
	 * Describe why the JSON does not match a type.
	 */
	String describe(JacksonException ex) {
		return JsonProblem.describe(ex, this.apiKey);
	}

}
