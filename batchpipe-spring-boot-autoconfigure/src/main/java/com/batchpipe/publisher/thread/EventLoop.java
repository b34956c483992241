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
 * The one thread on which everything is decided that is sent, and its time.
 */
public interface EventLoop {

	/**
	 * Return the time of a clock that never jumps.
	 */
	long nanoTime();

	/**
	 * Run a task on the thread, after those that were given before.
	 */
	void execute(Runnable task);

	/**
	 * Run a task on the thread after a time.
	 * @return what cancels the task
	 */
	Runnable schedule(Runnable task, long delayNanos);

	/**
	 * Set what is told of tasks that failed.
	 */
	void onError(@Nullable ErrorListener listener);

	/**
	 * Is told of unexpected errors.
	 */
	@FunctionalInterface
	interface ErrorListener {

		void failed(Throwable ex);

	}

}
