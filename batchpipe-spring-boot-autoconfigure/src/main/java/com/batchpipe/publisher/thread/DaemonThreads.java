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

import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Creates and recognizes the threads of one publisher, all of which are daemon threads
 * that end when idle.
 */
public final class DaemonThreads {

	static final long KEEP_ALIVE_SECONDS = 10;

	Thread create(String name, Runnable task) {
		return new OwnThread(name, task, this);
	}

	/**
	 * Create an executor with one thread, which starts with the first task. Its queue
	 * does not use a lock, because a thread that must not block may submit a task.
	 */
	public ThreadPoolExecutor single(String name) {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS,
				new LinkedTransferQueue<>(), (task) -> create(name, task));
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * Return whether the current thread is one of these threads.
	 */
	public boolean areCurrent() {
		return Thread.currentThread() instanceof OwnThread thread && thread.owner == this;
	}

	/**
	 * A thread that knows its publisher.
	 */
	private static final class OwnThread extends Thread {

		private final DaemonThreads owner;

		OwnThread(String name, Runnable task, DaemonThreads owner) {
			super(task, name);
			this.owner = owner;
			setDaemon(true);
		}

	}

}
