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

package com.batchpipe.publisher.limit;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;

/**
 * Decides whether requests can be sent. After a pause, a single request probes whether
 * the cause still exists. Used by the sending thread only, except for the cause.
 */
public final class PauseGate {

	private State state = State.OPEN;

	private long until;

	private boolean asked;

	private volatile @Nullable PauseCause cause;

	public boolean admits(long now, int inFlight) {
		return switch (this.state) {
			case OPEN -> true;
			case PAUSED -> now - this.until >= 0 && inFlight == 0;
			case PROBING -> inFlight == 0;
		};
	}

	/**
	 * Record that a request is being sent.
	 */
	public void sent() {
		if (this.state == State.PAUSED) {
			this.state = State.PROBING;
		}
	}

	/**
	 * Record that a request has succeeded.
	 * @return whether this has opened the gate
	 */
	public boolean succeeded() {
		if (this.state != State.PROBING) {
			return false;
		}
		this.state = State.OPEN;
		this.cause = null;
		return true;
	}

	/**
	 * Begin or extend a pause. A later pause never shortens an earlier one.
	 * @param cause the cause
	 * @param until the end
	 * @param asked whether the service has asked for this pause
	 * @return whether this has changed the cause
	 */
	public boolean pause(PauseCause cause, long until, boolean asked) {
		boolean news = this.cause != cause;
		boolean longer = this.state != State.PAUSED || until - this.until > 0;
		if (longer) {
			this.until = until;
			this.asked = asked;
			this.cause = cause;
		}
		this.state = State.PAUSED;
		return news && longer;
	}

	/**
	 * End a pause that the service did not ask for.
	 */
	public void hasten(long now) {
		if (this.state == State.PAUSED && !this.asked && this.until - now > 0) {
			this.until = now;
		}
	}

	/**
	 * End any pause, including one that the service asked for.
	 */
	public void open() {
		this.state = State.OPEN;
		this.cause = null;
	}

	/**
	 * Return the remaining time of the pause in nanoseconds, or zero if there is none.
	 */
	public long remaining(long now) {
		return (this.state == State.PAUSED) ? Math.max(0, this.until - now) : 0;
	}

	public @Nullable PauseCause cause() {
		return this.cause;
	}

	private enum State {

		/**
		 * Requests can be sent.
		 */
		OPEN,

		/**
		 * No request can be sent until the pause has ended.
		 */
		PAUSED,

		/**
		 * One request is sent as a probe.
		 */
		PROBING

	}

}
