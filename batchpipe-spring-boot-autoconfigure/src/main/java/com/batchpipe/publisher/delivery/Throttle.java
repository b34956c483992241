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
 * How much one pipe may send, after what has become of its last requests: how many
 * requests at a time, how often again, and whether nothing at all for a while. Only
 * decides; whoever asks acts. Used by the sending thread only, except for
 * {@link #pause()}.
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
	 * The failures since the last response that shows a working service.
	 */
	private int failures;

	/**
	 * Create a throttle.
	 * @param backoff returns how long to wait after a number of failures, in nanoseconds
	 * @param now the time
	 */
	Throttle(PublisherSettings settings, IntToLongFunction backoff, long now) {
		this.maxRetryAfter = settings.maxRetryAfter().toNanos();
		this.probeInterval = settings.probeInterval().toNanos();
		this.backoff = backoff;
		this.limit = new InFlightLimit((settings.strict()) ? 1 : settings.maxInFlight());
		this.retries = new TokenBucket(RETRIES_PER_SECOND, MAX_RETRIES, now);
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
	 * A response shows that the service works and knows us.
	 * @return whether this has ended a pause
	 */
	boolean works() {
		this.failures = 0;
		return this.gate.succeeded();
	}

	/**
	 * A request was answered 2xx.
	 * @param inFlightBefore how many requests were in flight with it
	 */
	void delivered(int inFlightBefore) {
		this.limit.succeeded(inFlightBefore);
	}

	/**
	 * A request was answered 429 or 503.
	 * @param retryAfter how long the service asks to wait, or {@code null}
	 * @return whether this has begun a pause
	 */
	boolean rateLimited(@Nullable Duration retryAfter, long now) {
		this.failures++;
		this.limit.failed();
		Duration requested = (retryAfter != null) ? retryAfter : Duration.ZERO;
		// A service that asks to come back at once must not be flooded for it.
		boolean asked = !requested.isZero();
		long wait = (asked) ? Math.min(requested.toNanos(), this.maxRetryAfter)
				: this.backoff.applyAsLong(this.failures);
		return this.gate.pause(PauseCause.RATE_LIMIT, now + wait, asked);
	}

	/**
	 * Nothing can be sent before somebody has changed something.
	 * @return whether this has begun a pause
	 */
	boolean hold(PauseCause cause, long now) {
		this.limit.restart();
		return this.gate.pause(cause, now + this.probeInterval, false);
	}

	/**
	 * A request has failed, and is repeated.
	 * @param attempts how often its batch was sent
	 * @return how long the batch waits, in nanoseconds
	 */
	long failed(int attempts, long now) {
		this.failures++;
		this.limit.failed();
		long wait = this.backoff.applyAsLong(attempts);
		return (this.retries.tryTake(now)) ? wait : Math.max(wait, this.retries.nanosUntilNext(now));
	}

	/**
	 * Pause if too many requests in a row have failed.
	 * @return whether this has begun a pause
	 */
	boolean pauseAfterFailures(long now) {
		if (this.failures < FAILURES_TO_PAUSE) {
			return false;
		}
		this.limit.restart();
		return this.gate.pause(PauseCause.OUTAGE, now + this.backoff.applyAsLong(this.failures), false);
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
