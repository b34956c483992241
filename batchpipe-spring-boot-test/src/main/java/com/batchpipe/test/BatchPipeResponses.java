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

package com.batchpipe.test;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;

/**
 * Creates responses that a mock of {@link com.batchpipe.client.BatchPipeClient
 * BatchPipeClient} or {@link com.batchpipe.client.BatchPipeTemplate BatchPipeTemplate}
 * can return in unit tests that do not use HTTP.
 *
 * <pre class="code">
 * given(client.ingest(any(), any())).willReturn(Mono.just(BatchPipeResponses.ok(INGEST, Map.of("accepted", 1))));
 * </pre>
 *
 * @since 0.1.0
 */
public final class BatchPipeResponses {

	private BatchPipeResponses() {
	}

	/**
	 * Create a response with status 200.
	 * @param operation the operation
	 * @param data the body, which can be any object that Jackson can write, or
	 * {@code null} for an empty body
	 * @return the response
	 */
	public static BatchPipeResponse ok(BatchPipeOperation operation, @Nullable Object data) {
		return BatchPipeResponse.of(operation, 200, data);
	}

	/**
	 * Create a response with an empty body.
	 * @param operation the operation
	 * @param status the HTTP status
	 * @return the response
	 */
	public static BatchPipeResponse status(BatchPipeOperation operation, int status) {
		return BatchPipeResponse.of(operation, status, null);
	}

	/**
	 * Create a response with an error body.
	 * @param operation the operation
	 * @param status the HTTP status
	 * @param code the error code
	 * @param message the human-readable message
	 * @return the response
	 */
	public static BatchPipeResponse error(BatchPipeOperation operation, int status, String code, String message) {
		return BatchPipeResponse.of(operation, status, ServerJson.error(code, message));
	}

	/**
	 * Create a response with status 400 in the documented format of validation errors.
	 * @param operation the operation
	 * @param errors the messages by dotted path
	 * @return the response
	 */
	public static BatchPipeResponse validationError(BatchPipeOperation operation, Map<String, String> errors) {
		return BatchPipeResponse.of(operation, 400, ServerJson.validationError(errors));
	}

	/**
	 * Create a response with status 429 and {@code Retry-After} in seconds.
	 * @param operation the operation
	 * @param retryAfter the time to wait, truncated to whole seconds
	 * @return the response
	 */
	public static BatchPipeResponse rateLimited(BatchPipeOperation operation, Duration retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
		return BatchPipeResponse.of(operation, 429, null, headers);
	}

}
