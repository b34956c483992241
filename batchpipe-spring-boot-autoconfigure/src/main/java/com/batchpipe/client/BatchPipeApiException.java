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

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * Thrown when BatchPipe responds with a status other than 2xx. The nested classes
 * represent the statuses that callers usually handle differently. Their descriptions
 * follow HTTP; BatchPipe documents only status 400 with field errors.
 *
 * @since 0.1.0
 */
public class BatchPipeApiException extends BatchPipeException {

	private static final int MAX_FIELD_ERRORS_IN_MESSAGE = 10;

	private final BatchPipeResponse response;

	BatchPipeApiException(BatchPipeResponse response) {
		super(response.operation(), response.attempts(), message(response), null);
		this.response = response;
		EarlierAttempts earlier = response.earlierAttempts();
		if (earlier != null) {
			addSuppressed(earlier.lastFailure());
		}
	}

	@Override
	BatchPipeException copy(@Nullable Throwable cause) {
		return of(this.response);
	}

	/**
	 * Create the exception for a response.
	 * @param response a response with a status other than 2xx
	 * @return an exception of the class that represents the status
	 */
	public static BatchPipeApiException of(BatchPipeResponse response) {
		Assert.notNull(response, "'response' must not be null");
		Assert.isTrue(!response.ok(), "'response' must not have a 2xx status");
		return switch (response.status()) {
			case 400 -> new BadRequest(response);
			case 401 -> new Unauthorized(response);
			case 403 -> new Forbidden(response);
			case 404 -> new NotFound(response);
			case 409 -> new Conflict(response);
			case 413 -> new PayloadTooLarge(response);
			case 429 -> new TooManyRequests(response);
			default -> (response.status() >= 500) ? new ServerError(response) : new BatchPipeApiException(response);
		};
	}

	private static String message(BatchPipeResponse response) {
		StringBuilder message = new StringBuilder().append(response.status());
		BatchPipeError error = response.error();
		if (error != null) {
			append(message, error);
		}
		if (response.earlierAttemptMayHaveSucceeded()) {
			message.append("; an earlier attempt may have ")
				.append(HttpMethod.DELETE.equals(response.operation().method()) ? "deleted the resource" : "succeeded");
		}
		return message.toString();
	}

	private static void append(StringBuilder message, BatchPipeError error) {
		if (error.code() != null) {
			message.append(' ').append(error.code());
		}
		if (error.message() != null) {
			message.append(": ").append(error.message());
		}
		Map<String, String> fieldErrors = error.fieldErrors();
		if (!fieldErrors.isEmpty()) {
			message.append(fieldErrors.entrySet()
				.stream()
				.limit(MAX_FIELD_ERRORS_IN_MESSAGE)
				.map((entry) -> entry.getKey() + ": " + entry.getValue())
				.collect(Collectors.joining("; ", " [", "")));
			int more = fieldErrors.size() - MAX_FIELD_ERRORS_IN_MESSAGE;
			message.append((more > 0) ? "; and " + more + " more]" : "]");
		}
	}

	/**
	 * Return the HTTP status.
	 * @return the status code
	 */
	public int status() {
		return this.response.status();
	}

	/**
	 * Return the error code from the body, for example {@code validation_error}.
	 * @return the code, or {@code null} if the body has none
	 */
	public @Nullable String code() {
		return error().code();
	}

	/**
	 * Return the error message from the body.
	 * @return the message, or {@code null} if the body has none
	 */
	public @Nullable String serverMessage() {
		return error().message();
	}

	/**
	 * Return the error of each field, in the order of the response.
	 * @return the unmodifiable field errors by path, empty if there are none
	 * @see BatchPipeError#fieldErrors()
	 */
	public Map<String, String> fieldErrors() {
		return error().fieldErrors();
	}

	/**
	 * Return how long the service asks the caller to wait before the next request.
	 * @return the time to wait after the response has arrived, possibly zero, or
	 * {@code null} if the service does not specify a time
	 */
	public @Nullable Duration retryAfter() {
		return this.response.retryAfter();
	}

	/**
	 * Return whether an attempt before the last one may have succeeded. The failure that
	 * caused the retry is a suppressed exception of this one.
	 * @return {@code true} if the outcome of an earlier attempt is unknown
	 * @see BatchPipeResponse#earlierAttemptMayHaveSucceeded()
	 */
	public boolean earlierAttemptMayHaveSucceeded() {
		return this.response.earlierAttemptMayHaveSucceeded();
	}

	/**
	 * Return the headers of the response.
	 * @return the read-only headers
	 */
	public HttpHeaders headers() {
		return this.response.headers();
	}

	/**
	 * Return the response.
	 * @return the response
	 */
	public BatchPipeResponse response() {
		return this.response;
	}

	private BatchPipeError error() {
		BatchPipeError error = this.response.error();
		Assert.state(error != null, "The response has no error");
		return error;
	}

	/**
	 * 400: the request is not valid; see {@link #fieldErrors()}.
	 */
	public static final class BadRequest extends BatchPipeApiException {

		BadRequest(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 401: the API key is most likely missing, unknown or revoked. BatchPipe does not
	 * document this.
	 */
	public static final class Unauthorized extends BatchPipeApiException {

		Unauthorized(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 403: the API key most likely does not permit the operation. BatchPipe does not
	 * document this.
	 */
	public static final class Forbidden extends BatchPipeApiException {

		Forbidden(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 404: the pipe, destination, origin or key most likely does not exist. BatchPipe
	 * does not document this. After a retried {@code DELETE}, see
	 * {@link #earlierAttemptMayHaveSucceeded()}.
	 */
	public static final class NotFound extends BatchPipeApiException {

		NotFound(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 409: the request most likely conflicts with the current state of the resource.
	 * BatchPipe does not document this.
	 */
	public static final class Conflict extends BatchPipeApiException {

		Conflict(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 413: the request body is most likely too large. BatchPipe does not document this.
	 */
	public static final class PayloadTooLarge extends BatchPipeApiException {

		PayloadTooLarge(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 429: the workspace has most likely sent too many requests; see
	 * {@link #retryAfter()}. BatchPipe does not document this.
	 */
	public static final class TooManyRequests extends BatchPipeApiException {

		TooManyRequests(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 5xx: the service, or a proxy in front of it, failed.
	 */
	public static final class ServerError extends BatchPipeApiException {

		ServerError(BatchPipeResponse response) {
			super(response);
		}

	}

}
