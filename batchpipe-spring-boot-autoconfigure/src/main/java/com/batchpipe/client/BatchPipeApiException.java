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
 * BatchPipe answered with a status that is not 2xx. The nested classes tell the statuses
 * apart that callers handle differently. What they say of a status is what HTTP means by
 * it; only 400 with field errors is documented by BatchPipe.
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
	 * Create the exception of a response.
	 * @param response a response with a status that is not 2xx
	 * @return the exception of the class that fits the status
	 */
	public static BatchPipeApiException of(BatchPipeResponse response) {
		Assert.notNull(response, "'response' must not be null");
		Assert.isTrue(!response.ok(), "'response' must have a status that is not 2xx");
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
				.append(HttpMethod.DELETE.equals(response.operation().method()) ? "deleted it" : "succeeded");
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
	 * Return the error code of the body, for example {@code validation_error}.
	 * @return the code, or {@code null} if the body has none
	 */
	public @Nullable String code() {
		return error().code();
	}

	/**
	 * Return the sentence of the body that explains the error.
	 * @return the sentence, or {@code null} if the body has none
	 */
	public @Nullable String serverMessage() {
		return error().message();
	}

	/**
	 * Return what is wrong with each field, in the order of the service.
	 * @return the unmodifiable field errors by path, empty if there are none
	 * @see BatchPipeError#fieldErrors()
	 */
	public Map<String, String> fieldErrors() {
		return error().fieldErrors();
	}

	/**
	 * Return how long the service asks to wait before the next request.
	 * @return the time from when the response arrived, which may be zero, or {@code null}
	 * if the service asks for nothing
	 */
	public @Nullable Duration retryAfter() {
		return this.response.retryAfter();
	}

	/**
	 * Return whether an attempt before the last one may have done what the call asks for.
	 * Why it was repeated is suppressed in this exception.
	 * @return {@code true} if it is not known what an earlier attempt has done
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
		Assert.state(error != null, "No error");
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
	 * 401: most likely, the API key is missing, unknown or revoked. BatchPipe does not
	 * document this.
	 */
	public static final class Unauthorized extends BatchPipeApiException {

		Unauthorized(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 403: most likely, the API key must not do this. BatchPipe does not document this.
	 */
	public static final class Forbidden extends BatchPipeApiException {

		Forbidden(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 404: most likely, the pipe, destination, origin or key does not exist. BatchPipe
	 * does not document this. After a {@code DELETE} that was repeated, see
	 * {@link #earlierAttemptMayHaveSucceeded()}.
	 */
	public static final class NotFound extends BatchPipeApiException {

		NotFound(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 409: most likely, the request conflicts with what is there. BatchPipe does not
	 * document this.
	 */
	public static final class Conflict extends BatchPipeApiException {

		Conflict(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 413: most likely, the request body is too large. BatchPipe does not document this.
	 */
	public static final class PayloadTooLarge extends BatchPipeApiException {

		PayloadTooLarge(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 429: most likely, there are too many requests; see {@link #retryAfter()}. BatchPipe
	 * does not document this.
	 */
	public static final class TooManyRequests extends BatchPipeApiException {

		TooManyRequests(BatchPipeResponse response) {
			super(response);
		}

	}

	/**
	 * 5xx: the service, or something in front of it, failed.
	 */
	public static final class ServerError extends BatchPipeApiException {

		ServerError(BatchPipeResponse response) {
			super(response);
		}

	}

}
