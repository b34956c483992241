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
 * What the embedded server answers to a request instead of its own answer: a status with
 * a body, or a broken connection. Immutable.
 *
 * @since 0.1.0
 */
public final class Answer {

	private static final byte[] NO_BODY = {};

	private final Delivery delivery;

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	private final Duration duration;

	private Answer(Delivery delivery, int status, HttpHeaders headers, byte[] body, Duration duration) {
		this.delivery = delivery;
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.duration = duration;
	}

	/**
	 * Create an answer with an empty body.
	 * @param status the HTTP status, from 200 to 599
	 * @return the answer
	 */
	public static Answer status(int status) {
		Assert.isTrue(status >= 200 && status <= 599, "'status' must be between 200 and 599");
		return new Answer(Delivery.COMPLETE, status, new HttpHeaders(), NO_BODY, Duration.ZERO);
	}

	/**
	 * Create an answer with a JSON body.
	 * @param status the HTTP status, from 200 to 599
	 * @param body the body, anything that Jackson can write
	 * @return the answer
	 */
	public static Answer json(int status, Object body) {
		return rawJson(status, ServerJson.write(body));
	}

	static Answer rawJson(int status, byte[] json) {
		return status(status).withBody(MediaType.APPLICATION_JSON_VALUE, json);
	}

	/**
	 * Create an answer of status 400 in the documented shape of validation errors.
	 * @param errors the sentences by dot-joined path, for example {@code 3.amount}
	 * @return the answer
	 */
	public static Answer validationError(Map<String, String> errors) {
		return json(400, ServerJson.validationError(errors));
	}

	/**
	 * Create an answer with a page of HTML, as a proxy in front of the service gives it.
	 * @param status the HTTP status, from 200 to 599
	 * @return the answer
	 */
	public static Answer html(int status) {
		String page = "<html><head><title>%1$d</title></head><body><h1>%1$d</h1></body></html>".formatted(status);
		return status(status).withBody(MediaType.TEXT_HTML_VALUE, page.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create an answer of status 200 whose JSON breaks off.
	 * @return the answer
	 */
	public static Answer malformedJson() {
		return status(200).withBody(MediaType.APPLICATION_JSON_VALUE,
				"{\"accepted\": ".getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create an answer of status 200 with JSON of the given size.
	 * @param bytes the size of the body, at least 16 bytes
	 * @return the answer
	 */
	public static Answer hugeBody(int bytes) {
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
	 * Create an answer of status 302.
	 * @param location the value of the header {@code Location}
	 * @return the answer
	 */
	public static Answer redirectTo(String location) {
		return status(302).withHeader(HttpHeaders.LOCATION, location);
	}

	/**
	 * Create an answer that never comes: the connection stays open.
	 * @return the answer
	 */
	public static Answer never() {
		return connection(Delivery.NEVER);
	}

	/**
	 * Create an answer that resets the connection (TCP RST).
	 * @return the answer
	 */
	public static Answer resetConnection() {
		return connection(Delivery.RESET);
	}

	/**
	 * Create an answer that closes the connection before anything is sent.
	 * @return the answer
	 */
	public static Answer closeConnection() {
		return connection(Delivery.CLOSE);
	}

	/**
	 * Create an answer of status 200 that announces more bytes than it sends, and closes
	 * the connection.
	 * @return the answer
	 */
	public static Answer truncated() {
		byte[] body = "{\"accepted\": 1, \"padding\": \"................\"}".getBytes(StandardCharsets.UTF_8);
		Answer complete = status(200).withBody(MediaType.APPLICATION_JSON_VALUE, body);
		return new Answer(Delivery.TRUNCATED, 200, complete.headers, body, Duration.ZERO);
	}

	private static Answer connection(Delivery delivery) {
		return new Answer(delivery, 0, new HttpHeaders(), NO_BODY, Duration.ZERO);
	}

	/**
	 * Return this answer with another header.
	 * @param name the name of the header
	 * @param value the value of the header
	 * @return a new answer
	 */
	public Answer withHeader(String name, String value) {
		HttpHeaders headers = new HttpHeaders();
		headers.putAll(this.headers);
		headers.set(name, value);
		return new Answer(this.delivery, this.status, headers, this.body, this.duration);
	}

	/**
	 * Return this answer with another body.
	 * @param contentType the value of the header {@code Content-Type}
	 * @param body the body
	 * @return a new answer
	 */
	public Answer withBody(String contentType, byte[] body) {
		Answer typed = withHeader(HttpHeaders.CONTENT_TYPE, contentType);
		return new Answer(this.delivery, this.status, typed.headers, body, this.duration);
	}

	/**
	 * Return this answer with a body that dribbles in, a few bytes at a time.
	 * @param duration how long the body takes
	 * @return a new answer
	 */
	public Answer dribbled(Duration duration) {
		return new Answer(Delivery.DRIBBLED, this.status, this.headers, this.body, duration);
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
	 * Return status and size, or what happens to the connection.
	 */
	@Override
	public String toString() {
		String location = this.headers.getFirst(HttpHeaders.LOCATION);
		return (this.status == 0) ? this.delivery.name() : this.delivery + " " + this.status
				+ ((location != null) ? " to " + location : "") + " with " + this.body.length + " bytes";
	}

	/**
	 * How an answer gets to the client, or not.
	 */
	enum Delivery {

		COMPLETE, DRIBBLED, TRUNCATED, CLOSE, RESET, NEVER

	}

}
