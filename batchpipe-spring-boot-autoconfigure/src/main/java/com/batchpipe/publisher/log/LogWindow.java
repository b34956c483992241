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

package com.batchpipe.publisher.log;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.thread.EventLoop;

/**
 * Limits how often events are logged: the first event is logged immediately, and
 * subsequent events are summarized in one line after a few seconds and then in one line
 * per minute, until a minute passes without an event. Used by the sending thread only.
 */
public final class LogWindow {

	private static final long SOON = Duration.ofSeconds(5).toNanos();

	private static final long PERIOD = Duration.ofMinutes(1).toNanos();

	private final EventLoop loop;

	private final Rest rest;

	private @Nullable Runnable cancelTimer;

	LogWindow(EventLoop loop, Rest rest) {
		this.loop = loop;
		this.rest = rest;
	}

	/**
	 * Record an event.
	 * @return whether to log it immediately, because it is the first one
	 */
	boolean enter() {
		if (this.cancelTimer != null) {
			return false;
		}
		this.cancelTimer = this.loop.schedule(this::soon, SOON);
		return true;
	}

	private void soon() {
		this.rest.log(true, SOON);
		this.cancelTimer = this.loop.schedule(this::everyPeriod, PERIOD - SOON);
	}

	private void everyPeriod() {
		this.cancelTimer = this.rest.log(false, PERIOD) ? this.loop.schedule(this::everyPeriod, PERIOD) : null;
	}

	void close() {
		if (this.cancelTimer != null) {
			this.cancelTimer.run();
			this.cancelTimer = null;
		}
	}

	/**
	 * Logs the events after the first one.
	 */
	@FunctionalInterface
	interface Rest {

		/**
		 * Log the events since the last line.
		 * @param soon whether the last line was logged only a few seconds ago
		 * @param period the nanoseconds since the first event or the end of the previous
		 * minute, whichever is later
		 * @return whether there were any events
		 */
		boolean log(boolean soon, long period);

	}

}
