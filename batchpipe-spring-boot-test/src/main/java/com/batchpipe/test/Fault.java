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

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeOperation;

/**
 * A fault that has been defined on the embedded server. Safe for use by multiple threads.
 *
 * @since 0.1.0
 * @see FaultScope
 */
public final class Fault {

	private final Scope scope;

	private final Supplier<Mono<Void>> delay;

	private final @Nullable Function<RecordedRequest, @Nullable ScriptedResponse> response;

	private final AtomicInteger remaining;

	private final AtomicInteger hits = new AtomicInteger();

	private final List<Fault> registry;

	Fault(Scope scope, Supplier<Mono<Void>> delay,
			@Nullable Function<RecordedRequest, @Nullable ScriptedResponse> response, List<Fault> registry) {
		this.scope = scope;
		this.delay = delay;
		this.response = response;
		this.remaining = new AtomicInteger(scope.times());
		this.registry = registry;
	}

	/**
	 * Return the number of requests to which the fault was applied.
	 * @return the number of requests
	 */
	public int hits() {
		return this.hits.get();
	}

	/**
	 * Remove the fault, so that it applies to no further requests.
	 */
	public void remove() {
		this.registry.remove(this);
	}

	/**
	 * Use the fault for a request, if the fault applies to it and is not used up.
	 */
	boolean take(RecordedRequest request) {
		if (this.remaining.get() <= 0 || !this.scope.matches(request)) {
			return false;
		}
		int left = (this.scope.times() == Integer.MAX_VALUE) ? 1 : this.remaining.getAndDecrement();
		if (left <= 0) {
			return false;
		}
		this.hits.incrementAndGet();
		return true;
	}

	/**
	 * Return the delay before the response is sent or the next fault is applied.
	 */
	Mono<Void> delay() {
		return this.delay.get();
	}

	@Nullable Function<RecordedRequest, @Nullable ScriptedResponse> response() {
		return this.response;
	}

	boolean isAfterProcessing() {
		return this.scope.afterProcessing();
	}

	/**
	 * The requests that a fault applies to.
	 */
	record Scope(List<BatchPipeOperation> operations, int times, @Nullable Predicate<RecordedRequest> condition,
			double probability, @Nullable Random random, boolean afterProcessing) {

		boolean matches(RecordedRequest request) {
			BatchPipeOperation operation = request.operation();
			return (this.operations.isEmpty() || (operation != null && this.operations.contains(operation)))
					&& (this.condition == null || this.condition.test(request))
					&& (this.random == null || this.random.nextDouble() < this.probability);
		}

	}

}
