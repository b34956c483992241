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

import java.util.Comparator;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.thread.EventLoop;

/**
 * The alarms of the senders, of which there may be very many. Only the earliest alarm is
 * scheduled on the loop. Used by the sending thread only.
 */
public final class Alarms {

	private final EventLoop loop;

	/**
	 * The alarms that are set, earliest first.
	 */
	private final TreeSet<Alarm> set;

	private long numbers;

	private @Nullable Runnable cancelTimer;

	private long timerDue;

	Alarms(EventLoop loop) {
		this.loop = loop;
		// The clock may overflow.
		long origin = loop.nanoTime();
		this.set = new TreeSet<>(Comparator.<Alarm>comparingLong((alarm) -> alarm.due - origin)
			.thenComparingLong((alarm) -> alarm.number));
	}

	Alarm create(Runnable action) {
		return new Alarm(action, this.numbers++);
	}

	private void ring() {
		this.cancelTimer = null;
		try {
			long now = this.loop.nanoTime();
			while (!this.set.isEmpty() && this.set.first().due - now <= 0) {
				Alarm first = this.set.first();
				this.set.remove(first);
				first.isSet = false;
				first.action.run();
			}
		}
		finally {
			setTimer();
		}
	}

	private void setTimer() {
		if (this.set.isEmpty()) {
			return;
		}
		long due = this.set.first().due;
		Runnable cancel = this.cancelTimer;
		if (cancel != null && this.timerDue - due <= 0) {
			return;
		}
		if (cancel != null) {
			cancel.run();
			this.cancelTimer = null;
		}
		this.cancelTimer = this.loop.schedule(this::ring, Math.max(0, due - this.loop.nanoTime()));
		this.timerDue = due;
	}

	/**
	 * One of the alarms.
	 */
	final class Alarm {

		private final Runnable action;

		private final long number;

		private boolean isSet;

		private long due;

		private Alarm(Runnable action, long number) {
			this.action = action;
			this.number = number;
		}

		/**
		 * Schedule the action for the given time, unless it is already scheduled for an
		 * earlier time.
		 */
		void set(long time) {
			if (this.isSet && time - this.due >= 0) {
				setTimer();
				return;
			}
			if (this.isSet) {
				Alarms.this.set.remove(this);
				this.isSet = false;
			}
			this.due = time;
			Alarms.this.set.add(this);
			this.isSet = true;
			setTimer();
		}

		boolean isSet() {
			return this.isSet;
		}

		long due() {
			return this.due;
		}

	}

}
