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

package com.batchpipe.benchmarks.startup;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import com.batchpipe.benchmarks.Console;

/**
 * What an application prints when it has started.
 */
final class Ready {

	static final String LINE = "ready";

	static final String THREADS = "threads ";

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(300);

	private Ready() {
	}

	static void print() {
		Console.print(LINE);
		LockSupport.parkNanos(PAUSE);
		Console.print(THREADS + String.join(",",
				Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList()));
	}

}
