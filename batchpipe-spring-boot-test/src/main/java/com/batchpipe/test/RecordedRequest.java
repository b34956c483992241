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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.support.Netty4HeadersAdapter;
import org.springframework.util.StringUtils;

import com.batchpipe.client.BatchPipeOperation;

/**
 * A request that the embedded server has received. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class RecordedRequest {

	private static final int MAX_BODY_IN_TEXT = 200;

	private final HttpMethod method;

	private final String uri;

	private final io.netty.handler.codec.http.HttpHeaders headers;

	private final RetainedBody body;

	private final Route route;

	private final Instant receivedAt = Instant.now();

	private volatile int responseStatus;

	private volatile boolean verified;

	RecordedRequest(HttpMethod method, String uri, io.netty.handler.codec.http.HttpHeaders headers, RetainedBody body,
			Route route) {
		this.method = method;
		this.uri = uri;
		this.headers = headers;
		this.body = body;
		this.route = route;
	}

	/**
	 * Return the operation that was called.
	 * @return the operation, or {@code null} if the method and path do not belong to an
	 * operation
	 */
	public @Nullable BatchPipeOperation operation() {
		return this.route.operation();
	}

	/**
	 * Return the HTTP method.
	 * @return the method
	 */
	public HttpMethod method() {
		return this.method;
	}

	/**
	 * Return the path and query as they were sent, without decoding.
	 * @return the request target
	 */
	public String uri() {
		return this.uri;
	}

	/**
	 * Return the decoded path variables, for example {@code pipe_id}.
	 * @return the variables by name
	 */
	public Map<String, String> pathVariables() {
		return this.route.variables();
	}

	/**
	 * Return the headers.
	 * @return the read-only headers
	 */
	public HttpHeaders headers() {
		return HttpHeaders.readOnlyHttpHeaders(new HttpHeaders(new Netty4HeadersAdapter(this.headers)));
	}

	/**
	 * Return the body, decompressed if it was sent with gzip.
	 * @return the bytes themselves, not a copy; empty if the request had no body or a
	 * body larger than the server accepts (see
	 * {@link BatchPipeServerBuilder#maxBodySize(int)})
	 * @throws IllegalStateException if the server has discarded the body; see
	 * {@link BatchPipeServerBuilder#retainedBytes(long)}
	 */
	public byte[] body() {
		byte[] bytes = this.body.bytes();
		if (bytes == null) {
			throw new IllegalStateException(
					"The body is no longer retained. Read it before the server is reset, or start the server "
							+ "with a larger 'retainedBytes'");
		}
		return bytes;
	}

	/**
	 * Return the body as text.
	 * @return the body, decoded as UTF-8
	 */
	public String bodyAsString() {
		return new String(body(), StandardCharsets.UTF_8);
	}

	/**
	 * Return the body as JSON.
	 * @return the body
	 * @throws tools.jackson.core.JacksonException if the body is not JSON
	 */
	public JsonNode json() {
		return ServerJson.MAPPER.readTree(body());
	}

	/**
	 * Return the time at which the request was completely received.
	 * @return the time of arrival
	 */
	public Instant receivedAt() {
		return this.receivedAt;
	}

	/**
	 * Return the HTTP status of the server's response.
	 * @return the status, or 0 if there is no response (yet) or if the embedded server
	 * failed to handle the request
	 */
	public int responseStatus() {
		return this.responseStatus;
	}

	/**
	 * Return whether this request counts as covered by an assertion. A request that
	 * arrived before the last checkpoint or was {@linkplain #markVerified() marked}
	 * counts as well.
	 * @return {@code true} if it has been verified
	 */
	public boolean isVerified() {
		return this.verified;
	}

	/**
	 * Mark this request as covered by an assertion, so that it does not count as
	 * unexpected.
	 */
	public void markVerified() {
		this.verified = true;
	}

	void respondedWith(int status) {
		this.responseStatus = status;
	}

	String header(CharSequence name) {
		String value = this.headers.get(name);
		return (value != null) ? value : "";
	}

	boolean isTooLarge() {
		return this.body == RetainedBody.TOO_LARGE;
	}

	RetainedBody retainedBody() {
		return this.body;
	}

	String variable(String name) {
		String value = this.route.variables().get(name);
		if (value == null) {
			throw new IllegalStateException("There is no path variable '" + name + "'");
		}
		return value;
	}

	Route route() {
		return this.route;
	}

	/**
	 * Return the method, the path, the start of the body and the status of the response,
	 * but no headers, because they contain keys.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		text.append(this.method).append(' ').append(this.uri);
		text.append((this.responseStatus != 0) ? " -> " + this.responseStatus : " -> no response");
		byte[] bytes = this.body.bytes();
		if (bytes != null && bytes.length > 0) {
			text.append(' ').append(StringUtils.truncate(bodyAsString(), MAX_BODY_IN_TEXT));
		}
		return text.toString();
	}

}
