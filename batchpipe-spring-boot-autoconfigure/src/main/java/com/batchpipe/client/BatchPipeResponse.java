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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

/**
 * The response to one call to BatchPipe, whatever its HTTP status. Immutable and safe for
 * use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipeResponse implements Serializable {

	private final BatchPipeOperation operation;

	private final int status;

	private final transient HttpHeaders headers;

	private final transient ResponseBody body;

	private final @Nullable Duration retryAfter;

	private final int attempts;

	private final @Nullable EarlierAttempts earlierAttempts;

	BatchPipeResponse(BatchPipeOperation operation, int status, HttpHeaders headers, ResponseBody body, int attempts) {
		this(operation, status, headers, body, attempts, null);
	}

	private BatchPipeResponse(BatchPipeOperation operation, int status, HttpHeaders headers, ResponseBody body,
			int attempts, @Nullable EarlierAttempts earlierAttempts) {
		this.operation = operation;
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.attempts = attempts;
		this.earlierAttempts = earlierAttempts;
		this.retryAfter = ok() ? null : RetryAfter.parse(headers);
	}

	/**
	 * Create a response for tests without HTTP.
	 * @param operation the operation that was called
	 * @param status the HTTP status, from 100 to 599
	 * @param data the body: a {@code Map}, a {@link JsonNode} or any other object that
	 * Jackson can write, or {@code null} for an empty body
	 * @return a response after one attempt, without headers
	 */
	public static BatchPipeResponse of(BatchPipeOperation operation, int status, @Nullable Object data) {
		return of(operation, status, data, HttpHeaders.EMPTY);
	}

	/**
	 * Create a response with headers for tests without HTTP.
	 * @param operation the operation that was called
	 * @param status the HTTP status, from 100 to 599
	 * @param data the body: a {@code Map}, a {@link JsonNode} or any other object that
	 * Jackson can write, or {@code null} for an empty body
	 * @param headers the headers of the response
	 * @return a response after one attempt
	 */
	public static BatchPipeResponse of(BatchPipeOperation operation, int status, @Nullable Object data,
			HttpHeaders headers) {
		Assert.notNull(operation, "'operation' must not be null");
		Assert.isTrue(status >= 100 && status <= 599, "'status' must be between 100 and 599");
		Assert.notNull(headers, "'headers' must not be null");
		JsonNode node = (data != null) ? JsonBodies.MAPPER.valueToTree(data) : null;
		JsonNode json = (node != null && !node.isNull()) ? node : null;
		BatchPipeError error = (status >= 200 && status < 300) ? null : ErrorBodyReader.read(json);
		return new BatchPipeResponse(operation, status, HttpHeaders.readOnlyHttpHeaders(headers),
				ResponseBody.of(json, error), 1);
	}

	/**
	 * Return the operation that was called.
	 * @return the operation
	 */
	public BatchPipeOperation operation() {
		return this.operation;
	}

	/**
	 * Return the HTTP status.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return whether the status is 2xx.
	 * @return {@code true} if the call succeeded
	 */
	public boolean ok() {
		return this.status >= 200 && this.status < 300;
	}

	/**
	 * Return the parsed JSON body. Fields that the API does not document are kept, and
	 * decimals are exact. The body may contain secrets: use {@link PrintableText} before
	 * you log any of it. The body of an error response is parsed when this method is
	 * first called.
	 * @return the body, or {@code null} if it is blank or the JSON value {@code null}, or
	 * if the status is not 2xx and the body is incomplete, too large or not JSON in UTF-8
	 */
	public @Nullable JsonNode data() {
		return this.body.json();
	}

	/**
	 * Return the body as an object of the given type. Unknown fields are ignored.
	 * @param <T> the type
	 * @param type the type
	 * @return the object, or {@code null} if {@link #data()} is {@code null}
	 * @throws BatchPipeApiException if the status is not 2xx
	 * @throws BatchPipeDecodingException if the body does not match the type
	 */
	public <T> @Nullable T dataAs(Class<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return convert(JsonBodies.MAPPER.constructType(type));
	}

	/**
	 * Return the body as an object of the given generic type. Unknown fields are ignored.
	 * @param <T> the type
	 * @param type the type, for example {@code new
	 * ParameterizedTypeReference<List<Order>>() {}}
	 * @return the object, or {@code null} if {@link #data()} is {@code null}
	 * @throws BatchPipeApiException if the status is not 2xx
	 * @throws BatchPipeDecodingException if the body does not match the type
	 */
	public <T> @Nullable T dataAs(ParameterizedTypeReference<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return convert(JsonBodies.MAPPER.constructType(type.getType()));
	}

	/**
	 * Return an identifier from the body, for example the {@code pipe_id} of a newly
	 * created pipe. BatchPipe does not document where it is in the body. If several
	 * fields with this name contain an identifier, the one nearest to the root is used.
	 * @param fieldName the name of the field
	 * @return the identifier
	 * @throws BatchPipeApiException if the status is not 2xx
	 * @throws BatchPipeDecodingException if no field with this name contains a non-blank
	 * string or an integer
	 */
	public String id(String fieldName) {
		Assert.hasText(fieldName, "'fieldName' must not be blank");
		orThrow();
		JsonNode body = data();
		String id = (body != null) ? IdSearch.find(body, fieldName) : null;
		if (id == null) {
			throw new BatchPipeDecodingException(this.operation, this.attempts, this.status,
					"the response has no field '" + fieldName + "' that contains a string or an integer", null);
		}
		return id;
	}

	private <T> @Nullable T convert(JavaType type) {
		orThrow();
		JsonNode json = data();
		if (json == null) {
			return null;
		}
		try {
			return JsonBodies.MAPPER.readerFor(type).readValue(json);
		}
		catch (JacksonException ex) {
			throw new BatchPipeDecodingException(this.operation, this.attempts, this.status,
					"the body cannot be read as " + type.toCanonical() + ": " + this.body.describe(ex), null);
		}
		catch (ArithmeticException ex) {
			// Jackson 3.0 does not translate this exception.
			throw new BatchPipeDecodingException(this.operation, this.attempts, this.status,
					"the body cannot be read as " + type.toCanonical() + ": a number is out of range", null);
		}
	}

	/**
	 * Return this response if its status is 2xx.
	 * @return this response
	 * @throws BatchPipeApiException if the status is not 2xx; its class depends on the
	 * status
	 */
	public BatchPipeResponse orThrow() {
		if (!ok()) {
			throw BatchPipeApiException.of(this);
		}
		return this;
	}

	/**
	 * Return the headers of the response, as the HTTP library provides them. Nothing in
	 * them is masked. Make them printable before you log them.
	 * @return the read-only headers
	 */
	public HttpHeaders headers() {
		return this.headers;
	}

	/**
	 * Return the number of attempts of this call, including those whose request was not
	 * sent.
	 * @return the number of attempts, at least one
	 */
	public int attempts() {
		return this.attempts;
	}

	/**
	 * Return whether an attempt before the last one may have succeeded: its response was
	 * lost, or its status does not show whether it succeeded. A 404 response to a
	 * {@code DELETE} may then mean that the call succeeded.
	 * @return {@code true} if the outcome of an earlier attempt is unknown; always
	 * {@code false} if the operation changes nothing
	 */
	public boolean earlierAttemptMayHaveSucceeded() {
		return this.earlierAttempts != null && this.earlierAttempts.mayHaveSucceeded();
	}

	@Nullable EarlierAttempts earlierAttempts() {
		return this.earlierAttempts;
	}

	/**
	 * Return a copy of this response with the outcome of the earlier attempts of the
	 * call.
	 */
	BatchPipeResponse after(EarlierAttempts earlierAttempts) {
		return new BatchPipeResponse(this.operation, this.status, this.headers, this.body, this.attempts,
				earlierAttempts);
	}

	/**
	 * Return the parsed error body, which is available for every status other than 2xx.
	 * If the body is empty, incomplete, too large or not JSON, the error has neither a
	 * code nor a message.
	 * @return the error, or {@code null} if the status is 2xx
	 */
	public @Nullable BatchPipeError error() {
		return this.body.error();
	}

	/**
	 * Return how long the service asks the caller to wait before the next request, as
	 * given by the {@code Retry-After} header in seconds or as a date. BatchPipe does not
	 * document whether it sends this header.
	 * @return the time to wait after the response has arrived, zero if the date has
	 * passed, or {@code null} if the status is 2xx or the header is absent or invalid
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Return the operation, status, error code and number of attempts, but nothing else
	 * from the body.
	 */
	@Override
	public String toString() {
		BatchPipeError error = error();
		String code = (error != null) ? Objects.requireNonNullElse(error.code(), "") : "";
		return this.operation + ": " + this.status + (code.isEmpty() ? "" : " " + code) + ", attempts " + this.attempts
				+ (earlierAttemptMayHaveSucceeded() ? ", an earlier attempt may have succeeded" : "");
	}

	/**
	 * Serialize a copy of the headers: exceptions that contain this response must be
	 * serializable, and the headers of an HTTP library are not.
	 */
	private Object writeReplace() {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		this.headers.forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
		return new Serialized(this.operation, this.status, headers, data(), error(), this.attempts,
				this.earlierAttempts);
	}

	private record Serialized(BatchPipeOperation operation, int status, Map<String, List<String>> headers,
			@Nullable JsonNode data, @Nullable BatchPipeError error, int attempts,
			@Nullable EarlierAttempts earlierAttempts) implements Serializable {

		private Object readResolve() {
			HttpHeaders headers = new HttpHeaders();
			this.headers.forEach(headers::addAll);
			return new BatchPipeResponse(this.operation, this.status, HttpHeaders.readOnlyHttpHeaders(headers),
					ResponseBody.of(this.data, this.error), this.attempts, this.earlierAttempts);
		}

	}

}
