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
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.Assert;

/**
 * A response that the embedded server sends instead of its own: a status with a body, or
 * a broken connection. Immutable.
 *
 * @since 0.1.0
 */
public final class ScriptedResponse {

	private static final byte[] NO_BODY = {};

	private final Delivery delivery;

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	private final Duration duration;

	private ScriptedResponse(Delivery delivery, int status, HttpHeaders headers, byte[] body, Duration duration) {
		this.delivery = delivery;
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.duration = duration;
	}

	/**
	 * Create a response with an empty body.
	 * @param status the HTTP status, from 200 to 599
	 * @return the response
	 */
	public static ScriptedResponse status(int status) {
		Assert.isTrue(status >= 200 && status <= 599, "'status' must be between 200 and 599");
		return new ScriptedResponse(Delivery.COMPLETE, status, new HttpHeaders(), NO_BODY, Duration.ZERO);
	}

	/**
	 * Create a response with a JSON body.
	 * @param status the HTTP status, from 200 to 599
	 * @param body the body, which can be any object that Jackson can write
	 * @return the response
	 */
	public static ScriptedResponse json(int status, Object body) {
		return rawJson(status, ServerJson.write(body));
	}

	static ScriptedResponse rawJson(int status, byte[] json) {
		return status(status).withBody(MediaType.APPLICATION_JSON_VALUE, json);
	}

	/**
	 * Create a response with status 400 in the documented format of validation errors.
	 * @param errors the messages by dotted path, for example {@code 3.amount}
	 * @return the response
	 */
	public static ScriptedResponse validationError(Map<String, String> errors) {
		return json(400, ServerJson.validationError(errors));
	}

	/**
	 * Create a response with an HTML page, like that of a proxy in front of the service.
	 * @param status the HTTP status, from 200 to 599
	 * @return the response
	 */
	public static ScriptedResponse html(int status) {
		String page = "<html><head><title>%1$d</title></head><body><h1>%1$d</h1></body></html>".formatted(status);
		return status(status).withBody(MediaType.TEXT_HTML_VALUE, page.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create a response with status 200 and incomplete JSON.
	 * @return the response
	 */
	public static ScriptedResponse malformedJson() {
		return status(200).withBody(MediaType.APPLICATION_JSON_VALUE,
				"{\"accepted\": ".getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create a response with status 200 and JSON of the given size.
	 * @param bytes the size of the body in bytes, at least 16
	 * @return the response
	 */
	public static ScriptedResponse hugeBody(int bytes) {
		Assert.isTrue(bytes >= 16, "'bytes' must be at least 16");
		byte[] body = new byte[bytes];
		Arrays.fill(body, (byte) 'x');
		byte[] start = "{\"padding\":\"".getBytes(StandardCharsets.US_ASCII);
		System.arraycopy(start, 0, body, 0, start.length);
		body[bytes - 2] = '"';
		body[bytes - 1] = '}';
		return status(200).withBody(MediaType.APPLICATION_JSON_VALUE, body);
	}

	/**
	 * Create a response with status 302.
	 * @param location the value of the {@code Location} header
	 * @return the response
	 */
	public static ScriptedResponse redirectTo(String location) {
		return status(302).withHeader(HttpHeaders.LOCATION, location);
	}

	/**
	 * Create a response that is never sent, although the connection stays open.
	 * @return the response
	 */
	public static ScriptedResponse never() {
		return connection(Delivery.NEVER);
	}

	/**
	 * Create a response that resets the connection (TCP RST).
	 * @return the response
	 */
	public static ScriptedResponse resetConnection() {
		return connection(Delivery.RESET);
	}

	/**
	 * Create a response that closes the connection without sending anything.
	 * @return the response
	 */
	public static ScriptedResponse closeConnection() {
		return connection(Delivery.CLOSE);
	}

	/**
	 * Create a response with status 200 that announces more bytes than it sends and then
	 * closes the connection.
	 * @return the response
	 */
	public static ScriptedResponse truncated() {
		byte[] body = "{\"accepted\": 1, \"padding\": \"................\"}".getBytes(StandardCharsets.UTF_8);
		ScriptedResponse complete = status(200).withBody(MediaType.APPLICATION_JSON_VALUE, body);
		return new ScriptedResponse(Delivery.TRUNCATED, 200, complete.headers, body, Duration.ZERO);
	}

	private static ScriptedResponse connection(Delivery delivery) {
		return new ScriptedResponse(delivery, 0, new HttpHeaders(), NO_BODY, Duration.ZERO);
	}

	/**
	 * Return a copy of this response with the given header.
	 * @param name the name of the header
	 * @param value the value of the header
	 * @return a new response
	 */
	public ScriptedResponse withHeader(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(this.headers);
		headers.set(name, value);
		return new ScriptedResponse(this.delivery, this.status, headers, this.body, this.duration);
	}

	/**
	 * Return a copy of this response with the given body.
	 * @param contentType the value of the {@code Content-Type} header
	 * @param body the body
	 * @return a new response
	 */
	public ScriptedResponse withBody(String contentType, byte[] body) {
		ScriptedResponse typed = withHeader(HttpHeaders.CONTENT_TYPE, contentType);
		return new ScriptedResponse(this.delivery, this.status, typed.headers, body, this.duration);
	}

	/**
	 * Return a copy of this response with a body that is sent slowly, in up to ten parts.
	 * @param duration how long sending the body takes
	 * @return a new response
	 */
	public ScriptedResponse dribbled(Duration duration) {
		return new ScriptedResponse(Delivery.DRIBBLED, this.status, this.headers, this.body, duration);
	}

	Delivery delivery() {
		return this.delivery;
	}

	int status() {
		return this.status;
	}

	HttpHeaders headers() {
		return this.headers;
	}

	byte[] body() {
		return this.body;
	}

	Duration duration() {
		return this.duration;
	}

	/**
	 * Return the status and the size, or what happens to the connection.
	 */
	@Override
	public String toString() {
		String location = this.headers.getFirst(HttpHeaders.LOCATION);
		return (this.status == 0) ? this.delivery.name() : this.delivery + " " + this.status
				+ ((location != null) ? " to " + location : "") + " with " + this.body.length + " bytes";
	}

	/**
	 * Defines whether and how a response reaches the client.
	 */
	enum Delivery {

		COMPLETE, DRIBBLED, TRUNCATED, CLOSE, RESET, NEVER

	}

}
