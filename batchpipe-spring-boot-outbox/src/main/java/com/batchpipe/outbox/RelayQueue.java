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

package com.batchpipe.outbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.batchpipe.outbox.RelaySchedule.Task;
import com.batchpipe.outbox.RelaySchedule.Task.Kind;

/**
 * Passes the tasks of a {@link RelaySchedule} to the workers, which wait in this queue.
 * Safe for use by multiple threads.
 */
final class RelayQueue {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final RelaySchedule schedule;

	private boolean closed;

	RelayQueue(RelaySchedule schedule) {
		this.schedule = schedule;
	}

	/**
	 * Wait for a task.
	 * @return the task, or {@code null} if the queue is closed
	 */
	@Nullable Task take() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (!this.closed) {
				long now = System.nanoTime();
				Task task = this.schedule.next(now);
				if (task.kind() != Kind.NOTHING) {
					if (this.schedule.isBusy()) {
						this.changed.signal();
					}
					return task;
				}
				this.changed.await(Math.max(0, this.schedule.untilNext(now)), TimeUnit.NANOSECONDS);
			}
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Update the schedule.
	 */
	void tell(Consumer<RelaySchedule> news) {
		this.lock.lock();
		try {
			news.accept(this.schedule);
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable RelayPause pause() {
		this.lock.lock();
		try {
			return this.schedule.pause();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Close the queue, so that no worker waits any longer.
	 */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

}
