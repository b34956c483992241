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

package com.batchpipe.publisher.thread;

import java.time.Duration;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

/**
 * An {@link EventLoop} whose time the test advances on its own thread.
 */
public final class VirtualLoop implements EventLoop {

	private final PriorityQueue<Task> tasks = new PriorityQueue<>();

	private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

	private long order;

	private int ran;

	private int given;

	@Nullable ErrorListener errorListener;

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public void execute(Runnable task) {
		this.given++;
		schedule(task, 0);
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		Task scheduled = new Task(this.now, delayNanos, this.order++, task);
		this.tasks.add(scheduled);
		return () -> this.tasks.remove(scheduled);
	}

	@Override
	public void onError(@Nullable ErrorListener listener) {
		this.errorListener = listener;
	}

	/**
	 * Return the number of tasks that were submitted for immediate execution.
	 */
	public int given() {
		return this.given;
	}

	/**
	 * Run the tasks that are due.
	 */
	public void run() {
		advance(Duration.ZERO);
	}

	public void advance(Duration duration) {
		long target = this.now + duration.toNanos();
		Task task = this.tasks.peek();
		while (task != null && task.due() - target <= 0) {
			this.tasks.remove(task);
			if (task.due() - this.now > 0) {
				this.now = task.due();
			}
			this.ran++;
			try {
				task.action.run();
			}
			catch (Throwable ex) {
				if (this.errorListener != null) {
					this.errorListener.failed(ex);
				}
			}
			task = this.tasks.peek();
		}
		this.now = target;
	}

	public int ran() {
		return this.ran;
	}

	public int waiting() {
		return this.tasks.size();
	}

	private record Task(long created, long delay, long order, Runnable action) implements Comparable<Task> {

		long due() {
			return this.created + this.delay;
		}

		@Override
		public int compareTo(Task other) {
			long difference = due() - other.due();
			return (difference != 0) ? Long.signum(difference) : Long.compare(this.order, other.order);
		}

	}

}
