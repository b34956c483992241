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

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.limit.Backoff;
import com.batchpipe.publisher.limit.PauseGate;
import com.batchpipe.publisher.limit.TotalInFlightLimit;
import com.batchpipe.publisher.limit.TotalInFlightLimit.Turn;

/**
 * The limits shared by the senders of all pipes: the number of requests in flight, the
 * pause of all pipes, and whether the publisher is being stopped. Used by the sending
 * thread only, except for {@link #pause()}.
 */
public final class SharedLimits {

	private static final long MAX_BACKOFF_WHILE_DRAINING = Duration.ofMillis(250).toNanos();

	private final TotalInFlightLimit total;

	private final Backoff backoff;

	private final long probeInterval;

	private final PauseGate gate = new PauseGate();

	private boolean draining;

	public SharedLimits(TotalInFlightLimit total, Backoff backoff, Duration probeInterval) {
		this.total = total;
		this.backoff = backoff;
		this.probeInterval = probeInterval.toNanos();
	}

	/**
	 * Return whether a pipe can send another request.
	 * @param inFlightOfPipe the number of requests that the pipe has in flight
	 * @param failing whether its last request failed
	 */
	boolean admits(long now, int inFlightOfPipe, boolean failing) {
		return admitsAny(now) && this.total.admits(Turn.of(inFlightOfPipe, failing));
	}

	/**
	 * Return whether any request can be sent, with regard to the pause of all pipes. When
	 * the time of a pause is over, only a single probe can be sent.
	 */
	boolean admitsAny(long now) {
		return this.gate.admits(now, this.total.inFlight());
	}

	/**
	 * Record that a request is being sent.
	 */
	void sent() {
		this.total.sent();
		this.gate.sent();
	}

	/**
	 * Record that a request has ended.
	 */
	void ended() {
		this.total.ended();
	}

	/**
	 * Pause all pipes.
	 * @return whether this has changed the cause
	 */
	boolean pause(PauseCause cause, long now) {
		return this.gate.pause(cause, now + this.probeInterval, false);
	}

	/**
	 * Record that the service works and accepts the key.
	 * @return whether this has ended the pause of all pipes
	 */
	boolean works() {
		return this.gate.succeeded();
	}

	/**
	 * Return the remaining time of the pause of all pipes in nanoseconds, or zero if
	 * there is none.
	 */
	long pauseRemaining(long now) {
		return this.gate.remaining(now);
	}

	@Nullable PauseCause pause() {
		return this.gate.cause();
	}

	/**
	 * End the pause of all pipes.
	 */
	void endPause() {
		this.gate.open();
	}

	/**
	 * Return how long to wait after failures, in nanoseconds. The wait is short while the
	 * publisher is being stopped.
	 * @param failures the number of consecutive failures
	 */
	long backoff(int failures) {
		long wait = this.backoff.nanos(failures);
		return (this.draining) ? Math.min(wait, MAX_BACKOFF_WHILE_DRAINING) : wait;
	}

	/**
	 * Start sending all buffered records without waiting for more.
	 */
	void startDraining(long now) {
		this.gate.hasten(now);
		this.draining = true;
	}

	void endDraining() {
		this.draining = false;
	}

	boolean isDraining() {
		return this.draining;
	}

}
