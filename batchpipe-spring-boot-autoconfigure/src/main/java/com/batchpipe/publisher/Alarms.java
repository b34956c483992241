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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Alarms of very many senders, of which the loop knows the earliest only. Used by the
 * sending thread only.
 */
final class Alarms {

	private static final int INITIAL_CAPACITY = 16;

	private static final int UNSET = -1;

	private final EventLoop loop;

	/**
	 * A binary heap, the earliest in front.
	 */
	private @Nullable Alarm[] heap = new Alarm[INITIAL_CAPACITY];

	private int size;

	private @Nullable Runnable cancelTimer;

	private long timerDue;

	Alarms(EventLoop loop) {
		this.loop = loop;
	}

	Alarm create(Runnable action) {
		return new Alarm(action);
	}

	private void ring() {
		this.cancelTimer = null;
		try {
			long now = this.loop.nanoTime();
			for (Alarm first = first(); first != null && first.due - now <= 0; first = first()) {
				removeFirst();
				first.action.run();
			}
		}
		finally {
			setTimer();
		}
	}

	private void setTimer() {
		Alarm first = first();
		Runnable cancel = this.cancelTimer;
		if (first == null || (cancel != null && this.timerDue - first.due <= 0)) {
			return;
		}
		if (cancel != null) {
			cancel.run();
			this.cancelTimer = null;
		}
		this.cancelTimer = this.loop.schedule(this::ring, Math.max(0, first.due - this.loop.nanoTime()));
		this.timerDue = first.due;
	}

	private @Nullable Alarm first() {
		return this.heap[0];
	}

	private void add(Alarm alarm) {
		if (this.size == this.heap.length) {
			this.heap = Arrays.copyOf(this.heap, 2 * this.size);
		}
		moveUp(alarm, this.size++);
	}

	private void moveUp(Alarm alarm, int index) {
		int free = index;
		while (free > 0) {
			int above = (free - 1) / 2;
			Alarm parent = at(above);
			if (parent.due - alarm.due <= 0) {
				break;
			}
			put(parent, free);
			free = above;
		}
		put(alarm, free);
	}

	private void removeFirst() {
		at(0).index = UNSET;
		Alarm last = at(--this.size);
		this.heap[this.size] = null;
		if (this.size > 0) {
			moveDown(last);
		}
	}

	private void moveDown(Alarm alarm) {
		int free = 0;
		for (int below = 1; below < this.size; below = 2 * free + 1) {
			if (below + 1 < this.size && at(below + 1).due - at(below).due < 0) {
				below++;
			}
			if (alarm.due - at(below).due <= 0) {
				break;
			}
			put(at(below), free);
			free = below;
		}
		put(alarm, free);
	}

	private void put(Alarm alarm, int index) {
		this.heap[index] = alarm;
		alarm.index = index;
	}

	private Alarm at(int index) {
		Alarm alarm = this.heap[index];
		if (alarm == null) {
			throw new IllegalStateException("No alarm at " + index);
		}
		return alarm;
	}

	/**
	 * One of the alarms.
	 */
	final class Alarm {

		private final Runnable action;

		private int index = UNSET;

		private long due;

		private Alarm(Runnable action) {
			this.action = action;
		}

		/**
		 * Have the action run at a time, unless it is to run earlier.
		 */
		void set(long time) {
			if (!isSet()) {
				this.due = time;
				add(this);
			}
			else if (time - this.due < 0) {
				this.due = time;
				moveUp(this, this.index);
			}
			setTimer();
		}

		boolean isSet() {
			return this.index != UNSET;
		}

		long due() {
			return this.due;
		}

	}

}
