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
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeOperation;

/**
 * Defines which requests a fault applies to, and then the fault:
 * {@code server.on(INGEST).times(2).respond(503)}. Faults are checked in the order in
 * which they were defined, those of the workspace before those of the server, and the
 * first one that applies to a request and is not used up determines the response. A
 * {@linkplain #latency latency} or a {@linkplain #holdUntil hold} only delays the
 * operation and its response, and the next faults are checked as well. Any other fault
 * replaces the operation, which then has no effect, unless the fault is defined with
 * {@link #afterProcessing()}. Scopes are immutable.
 *
 * @since 0.1.0
 */
public final class FaultScope {

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
			Locale.US);

	private final List<Fault> faults;

	private final Fault.Scope scope;

	FaultScope(List<Fault> faults, BatchPipeOperation... operations) {
		this(faults, new Fault.Scope(List.of(operations), Integer.MAX_VALUE, null, 1, null, false));
	}

	private FaultScope(List<Fault> faults, Fault.Scope scope) {
		this.faults = faults;
		this.scope = scope;
	}

	/**
	 * Limit the fault to the given number of requests. By default, it applies until it is
	 * removed, for example by a reset.
	 * @param times the number of requests, at least one
	 * @return a new scope
	 */
	public FaultScope times(int times) {
		Assert.isTrue(times > 0, "'times' must be greater than zero");
		return with(new Fault.Scope(this.scope.operations(), times, this.scope.condition(), this.scope.probability(),
				this.scope.random(), this.scope.afterProcessing()));
	}

	/**
	 * Limit the fault to requests that match a condition.
	 * @param condition the condition, which must not block
	 * @return a new scope
	 */
	public FaultScope when(Predicate<RecordedRequest> condition) {
		return with(new Fault.Scope(this.scope.operations(), this.scope.times(), condition, this.scope.probability(),
				this.scope.random(), this.scope.afterProcessing()));
	}

	/**
	 * Limit the fault to a random subset of the requests.
	 * @param probability the probability, from 0 to 1
	 * @param seed the seed of the random numbers, which makes a run reproducible
	 * @return a new scope
	 */
	public FaultScope withProbability(double probability, long seed) {
		Assert.isTrue(probability >= 0 && probability <= 1, "'probability' must be between 0 and 1");
		return with(new Fault.Scope(this.scope.operations(), this.scope.times(), this.scope.condition(), probability,
				new Random(seed), this.scope.afterProcessing()));
	}

	/**
	 * Let the operation take effect before its response is replaced, so that the client
	 * cannot know that its request was processed.
	 * @return a new scope
	 */
	public FaultScope afterProcessing() {
		return with(new Fault.Scope(this.scope.operations(), this.scope.times(), this.scope.condition(),
				this.scope.probability(), this.scope.random(), true));
	}

	/**
	 * Respond with an empty body.
	 * @param status the HTTP status, from 200 to 599
	 * @return the fault
	 */
	public Fault respond(int status) {
		return respond(ScriptedResponse.status(status));
	}

	/**
	 * Respond with a JSON body.
	 * @param status the HTTP status, from 200 to 599
	 * @param body the body, which can be any object that Jackson can write
	 * @return the fault
	 */
	public Fault respond(int status, Object body) {
		return respond(ScriptedResponse.json(status, body));
	}

	/**
	 * Respond with the given response.
	 * @param response the response
	 * @return the fault
	 */
	public Fault respond(ScriptedResponse response) {
		Assert.notNull(response, "'response' must not be null");
		return respondWith((request) -> response);
	}

	/**
	 * Respond with the result of the given function.
	 * @param response the function, which must not block; if it returns {@code null}, the
	 * request counts as a hit, but is left to the next fault or, if there is none, to the
	 * server
	 * @return the fault
	 */
	public Fault respondWith(Function<RecordedRequest, @Nullable ScriptedResponse> response) {
		Assert.notNull(response, "'response' must not be null");
		return add(Mono::empty, response);
	}

	/**
	 * Respond with 429 and {@code Retry-After} in seconds.
	 * @param retryAfter the time to wait, truncated to whole seconds
	 * @return the fault
	 */
	public Fault rateLimited(Duration retryAfter) {
		return respond(ScriptedResponse.status(429)
			.withHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds())));
	}

	/**
	 * Respond with 429 and {@code Retry-After} as a date.
	 * @param until the date, truncated to whole seconds
	 * @return the fault
	 */
	public Fault rateLimited(Instant until) {
		String date = HTTP_DATE.format(until.atZone(ZoneOffset.UTC));
		return respond(ScriptedResponse.status(429).withHeader(HttpHeaders.RETRY_AFTER, date));
	}

	/**
	 * Delay the operation and its response.
	 * @param latency the delay
	 * @return the fault
	 */
	public Fault latency(Duration latency) {
		Assert.notNull(latency, "'latency' must not be null");
		return add(() -> Mono.delay(latency).then(), null);
	}

	/**
	 * Hold the operation and its response until the test releases them.
	 * @param released completes when the operation can proceed
	 * @return the fault
	 */
	public Fault holdUntil(CompletionStage<?> released) {
		Assert.notNull(released, "'released' must not be null");
		return add(() -> Mono.fromFuture(released.toCompletableFuture(), true).then(), null);
	}

	/**
	 * Never respond, and keep the connection open.
	 * @return the fault
	 */
	public Fault neverRespond() {
		return respond(ScriptedResponse.never());
	}

	/**
	 * Reset the connection (TCP RST).
	 * @return the fault
	 */
	public Fault resetConnection() {
		return respond(ScriptedResponse.resetConnection());
	}

	/**
	 * Close the connection without sending anything.
	 * @return the fault
	 */
	public Fault closeConnection() {
		return respond(ScriptedResponse.closeConnection());
	}

	/**
	 * Respond with 200, announce more bytes than are sent, and close the connection.
	 * @return the fault
	 */
	public Fault truncate() {
		return respond(ScriptedResponse.truncated());
	}

	/**
	 * Respond with 200 and incomplete JSON.
	 * @return the fault
	 */
	public Fault malformedJson() {
		return respond(ScriptedResponse.malformedJson());
	}

	/**
	 * Respond with an HTML page, like a proxy.
	 * @param status the HTTP status, for example 502
	 * @return the fault
	 */
	public Fault html(int status) {
		return respond(ScriptedResponse.html(status));
	}

	/**
	 * Respond with 200 and JSON of the given size.
	 * @param bytes the size of the body in bytes, at least 16
	 * @return the fault
	 */
	public Fault hugeBody(int bytes) {
		return respond(ScriptedResponse.hugeBody(bytes));
	}

	/**
	 * Respond with 302.
	 * @param location the location to redirect to
	 * @return the fault
	 */
	public Fault redirectTo(String location) {
		return respond(ScriptedResponse.redirectTo(location));
	}

	/**
	 * Respond with 200 and a body that is sent slowly, a few bytes at a time.
	 * @param duration how long sending the body takes
	 * @return the fault
	 */
	public Fault dribble(Duration duration) {
		return respond(ScriptedResponse.json(200, ServerJson.MAPPER.createObjectNode().put("status", "dribbled"))
			.dribbled(duration));
	}

	private FaultScope with(Fault.Scope scope) {
		return new FaultScope(this.faults, scope);
	}

	private Fault add(Supplier<Mono<Void>> delay,
			@Nullable Function<RecordedRequest, @Nullable ScriptedResponse> response) {
		Fault fault = new Fault(this.scope, delay, response, this.faults);
		this.faults.add(fault);
		return fault;
	}

}
