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

package com.batchpipe.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process with its parent and, in any case, after some time. No process is left
 * behind if a benchmark is interrupted or if a client has threads that are not daemons.
 */
public final class Lifeline {

	private Lifeline() {
	}

	/**
	 * End this process after some time.
	 * @param lifetime the time
	 */
	public static void endAfter(Duration lifetime) {
		long end = System.nanoTime() + lifetime.toNanos();
		start("lifetime", () -> {
			for (long left = lifetime.toNanos(); left > 0; left = end - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			Runtime.getRuntime().halt(3);
		});
	}

	/**
	 * End this process when the parent closes the standard input, for example because the
	 * parent ended.
	 */
	public static void endWithParent() {
		start("parent", () -> {
			try {
				while (System.in.read() >= 0) {
					Thread.onSpinWait();
				}
			}
			catch (IOException ex) {
				// Treated like the end of the input.
			}
			Runtime.getRuntime().halt(4);
		});
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
