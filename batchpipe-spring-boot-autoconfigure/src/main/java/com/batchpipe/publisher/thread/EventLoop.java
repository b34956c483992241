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

import org.jspecify.annotations.Nullable;

/**
 * The single thread on which all decisions about sending are made, and its clock.
 */
public interface EventLoop {

	/**
	 * Return the time of a monotonic clock.
	 */
	long nanoTime();

	/**
	 * Run a task on the thread, after the tasks that were submitted earlier.
	 */
	void execute(Runnable task);

	/**
	 * Run a task on the thread after a delay.
	 * @return an action that cancels the task
	 */
	Runnable schedule(Runnable task, long delayNanos);

	/**
	 * Set the listener for failed tasks.
	 */
	void onError(@Nullable ErrorListener listener);

	/**
	 * Listener for unexpected errors.
	 */
	@FunctionalInterface
	interface ErrorListener {

		void failed(Throwable ex);

	}

}
