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

import java.util.concurrent.Executor;

/**
 * The threads of a publisher, each of which starts with its first task.
 *
 * @param loop the sending thread
 * @param own determines whether the current thread is one of these threads
 * @param callbacks the thread that notifies callers
 * @param handler the thread that hands undelivered records back
 */
public record PublisherThreads(EventLoop loop, DaemonThreads own, Executor callbacks, Executor handler) {

	public static PublisherThreads create() {
		DaemonThreads threads = new DaemonThreads();
		return new PublisherThreads(new SenderThread(threads), threads, threads.single("batchpipe-publisher-callbacks"),
				threads.single("batchpipe-publisher-undelivered"));
	}

}
