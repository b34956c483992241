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

package com.batchpipe.publisher.delivery;

import java.time.Duration;
import java.util.function.IntToLongFunction;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.limit.InFlightLimit;
import com.batchpipe.publisher.limit.PauseGate;
import com.batchpipe.publisher.limit.TokenBucket;
import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * Decides, based on the outcomes of the last requests, how much one pipe can send: how
 * many requests at a time, when to retry, and whether the pipe is paused. It only
 * decides; the caller acts. Used by the sending thread only, except for {@link #pause()}
 * and {@link #inFlightLimit()}.
 */
public final class Throttle {

	private static final int FAILURES_TO_PAUSE = 5;

	private static final double RETRIES_PER_REQUEST = 0.2;

	private static final double RETRIES_PER_SECOND = 1;

	private static final double MAX_RETRIES = 10;

	private final long maxRetryAfter;

	private final long probeInterval;

	private final IntToLongFunction backoff;

	private final PauseGate gate = new PauseGate();

	private final InFlightLimit limit;

	private final TokenBucket retries;

	/**
	 * The number of failures since the last response that indicated a working service.
	 */
	private int failures;

	/**
	 * Create a throttle.
	 * @param backoff returns how long to wait after a number of failures, in nanoseconds
	 * @param now the current time
	 */
	Throttle(PublisherSettings settings, IntToLongFunction backoff, long now) {
		this.maxRetryAfter = settings.maxRetryAfter().toNanos();
		this.probeInterval = settings.probeInterval().toNanos();
		this.backoff = backoff;
		this.limit = new InFlightLimit((settings.strict()) ? 1 : settings.maxInFlight());
		this.retries = new TokenBucket(RETRIES_PER_SECOND, MAX_RETRIES, now);
	}

	/**
	 * Return whether the pipe can send another request.
	 */
	boolean admits(long now, int inFlight) {
		return inFlight < this.limit.current() && this.gate.admits(now, inFlight);
	}

	/**
	 * Record that a request is being sent.
	 */
	void sent() {
		this.gate.sent();
		this.retries.add(RETRIES_PER_REQUEST);
	}

	/**
	 * Record a response which shows that the service works and accepts the key.
	 * @return whether this has ended a pause
	 */
	boolean works() {
		this.failures = 0;
		return this.gate.succeeded();
	}

	/**
	 * Record a 2xx response.
	 * @param inFlightBefore the number of requests in flight, including this one
	 */
	void delivered(int inFlightBefore) {
		this.limit.succeeded(inFlightBefore);
	}

	/**
	 * Record a 429 or 503 response.
	 * @param retryAfter how long the service asks the publisher to wait, or {@code null}
	 * @return whether this has changed the cause of the pause
	 */
	boolean rateLimited(@Nullable Duration retryAfter, long now) {
		this.failures++;
		this.limit.failed();
		Duration requested = (retryAfter != null) ? retryAfter : Duration.ZERO;
		// A service that permits an immediate retry must not be flooded.
		boolean asked = !requested.isZero();
		long wait = (asked) ? Math.min(requested.toNanos(), this.maxRetryAfter)
				: this.backoff.applyAsLong(this.failures);
		return this.gate.pause(PauseCause.RATE_LIMIT, now + wait, asked);
	}

	/**
	 * Pause because nothing can be sent until someone has fixed the cause.
	 * @return whether this has changed the cause of the pause
	 */
	boolean hold(PauseCause cause, long now) {
		this.limit.restart();
		return this.gate.pause(cause, now + this.probeInterval, false);
	}

	/**
	 * Record that a request has failed and is retried.
	 * @param batchFailures how many requests of its batch have failed in a row
	 * @return how long the batch waits, in nanoseconds
	 */
	long failed(int batchFailures, long now) {
		this.failures++;
		this.limit.failed();
		long wait = this.backoff.applyAsLong(batchFailures);
		return (this.retries.tryTake(now)) ? wait : Math.max(wait, this.retries.nanosUntilNext(now));
	}

	/**
	 * Pause if too many consecutive requests have failed.
	 * @return whether this has changed the cause of the pause
	 */
	boolean pauseAfterFailures(long now) {
		if (this.failures < FAILURES_TO_PAUSE) {
			return false;
		}
		this.limit.restart();
		return this.gate.pause(PauseCause.OUTAGE, now + this.backoff.applyAsLong(this.failures), false);
	}

	/**
	 * End a pause that the service did not ask for.
	 */
	void hasten(long now) {
		this.gate.hasten(now);
	}

	/**
	 * Forget the pause and the failures.
	 */
	void forget() {
		this.gate.open();
		this.failures = 0;
	}

	/**
	 * Return the remaining time of the pause in nanoseconds, or zero if there is none.
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
	 * Return whether a new throttle would decide differently. A limit of two requests is
	 * not worth remembering.
	 */
	boolean remembers(long now) {
		return this.gate.cause() != null || isFailing() || this.limit.current() > 2 || !this.retries.isFull(now);
	}

}
