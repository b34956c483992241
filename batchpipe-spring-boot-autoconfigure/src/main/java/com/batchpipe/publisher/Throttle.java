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

package com.batchpipe.publisher;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How much one pipe may send, after what has become of its last requests: how many
 * requests at a time, how often again, and whether nothing at all for a while. Used by
 * the sending thread only, except for {@link #pause()}.
 */
final class Throttle {

	private static final int FAILURES_TO_PAUSE = 5;

	private static final double RETRIES_PER_REQUEST = 0.2;

	private final Pipe pipe;

	private final Dispatcher dispatcher;

	private final PublisherSettings settings;

	private final Gate gate = new Gate();

	private final InFlightLimit limit;

	private final TokenBucket retries;

	/**
	 * The failures since the last response that shows a working service.
	 */
	private int failures;

	Throttle(Pipe pipe, Dispatcher dispatcher, long now) {
		this.pipe = pipe;
		this.dispatcher = dispatcher;
		this.settings = dispatcher.settings();
		this.limit = new InFlightLimit(this.settings.strict() ? 1 : this.settings.maxInFlight());
		this.retries = new TokenBucket(1, 10, now);
	}

	/**
	 * Return whether the pipe may send another request.
	 */
	boolean admits(long now, int inFlight) {
		return inFlight < this.limit.current() && this.gate.admits(now, inFlight);
	}

	/**
	 * A request is sent.
	 */
	void sent() {
		this.gate.sent();
		this.retries.add(RETRIES_PER_REQUEST);
	}

	/**
	 * A request was answered 2xx.
	 * @param inFlightBefore how many requests were in flight with it
	 */
	void delivered(int inFlightBefore) {
		works();
		this.limit.succeeded(inFlightBefore);
	}

	/**
	 * The service works and knows us.
	 */
	void works() {
		this.failures = 0;
		if (this.gate.succeeded()) {
			this.dispatcher.log().pauses().ended(name(), this::held);
		}
		this.dispatcher.works();
	}

	/**
	 * A request was answered 429.
	 */
	void rateLimited(Answer answer, long now) {
		this.failures++;
		this.limit.failed();
		Duration retryAfter = Objects.requireNonNullElse(answer.retryAfter(), Duration.ZERO);
		// A service that asks to come back at once must not be flooded for it.
		boolean asked = !retryAfter.isZero();
		long wait = (asked) ? Math.min(retryAfter.toNanos(), this.settings.maxRetryAfter().toNanos())
				: this.dispatcher.backoff(this.failures);
		pause(PauseCause.RATE_LIMIT, answer, now, wait, asked);
	}

	/**
	 * Nothing can be sent before somebody has changed something.
	 */
	void hold(PauseCause cause, Answer answer, long now) {
		this.limit.restart();
		pause(cause, answer, now, this.settings.probeInterval().toNanos(), false);
	}

	/**
	 * A request has failed, and is repeated.
	 * @param attempts how often its batch was sent
	 * @return how long the batch waits, in nanoseconds
	 */
	long failed(int attempts, Answer answer, long now) {
		this.failures++;
		this.limit.failed();
		long wait = this.dispatcher.backoff(attempts);
		if (!this.retries.tryTake(now)) {
			wait = Math.max(wait, this.retries.nanosUntilNext(now));
		}
		if (this.failures >= FAILURES_TO_PAUSE) {
			this.limit.restart();
			pause(PauseCause.OUTAGE, answer, now, this.dispatcher.backoff(this.failures), false);
		}
		return wait;
	}

	private void pause(PauseCause cause, Answer answer, long now, long wait, boolean asked) {
		if (this.gate.pause(cause, now + wait, asked)) {
			this.dispatcher.log().pauses().begun(name(), CauseText.of(answer, this.settings.requestTimeout()), wait);
		}
	}

	private String name() {
		return "pipe '" + this.pipe.id() + "'";
	}

	private long held() {
		return this.pipe.buffer().read((ledger) -> this.pipe.buffer().held());
	}

	/**
	 * End a pause that the service has not asked for.
	 */
	void hasten(long now) {
		this.gate.hasten(now);
	}

	/**
	 * Forget the pause and the failures.
	 */
	void forget() {
		if (this.gate.cause() != null) {
			this.dispatcher.log().pauses().forgotten(name());
		}
		this.gate.open();
		this.failures = 0;
	}

	/**
	 * Return how long the pause lasts, in nanoseconds, zero if there is none.
	 */
	long pauseRemaining(long now) {
		return this.gate.remaining(now);
	}

	@Nullable PauseCause pause() {
		return this.gate.cause();
	}

	boolean isFailing() {
		return this.failures > 0;
	}

	int inFlightLimit() {
		return this.limit.current();
	}

	/**
	 * Return whether a new one would not decide the same.
	 */
	boolean remembers(long now) {
		return this.gate.cause() != null || isFailing() || this.limit.current() > 2 || !this.retries.isFull(now);
	}

}
