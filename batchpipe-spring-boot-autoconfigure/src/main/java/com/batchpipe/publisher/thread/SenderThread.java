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

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The {@link EventLoop} of a running application: one daemon thread, which starts with
 * the first task and ends after a period without tasks.
 */
public final class SenderThread implements EventLoop {

	private final ScheduledThreadPoolExecutor executor;

	private volatile @Nullable ErrorListener errorListener;

	public SenderThread(DaemonThreads threads) {
		this.executor = new ScheduledThreadPoolExecutor(1,
				(task) -> threads.create("batchpipe-publisher-sender", task));
		this.executor.setRemoveOnCancelPolicy(true);
		this.executor.setKeepAliveTime(DaemonThreads.KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(guarded(task));
	}

	@Override
	public Runnable schedule(Runnable task, long delayNanos) {
		Future<?> future = this.executor.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public void onError(@Nullable ErrorListener listener) {
		this.errorListener = listener;
	}

	private Runnable guarded(Runnable task) {
		return () -> {
			try {
				task.run();
			}
			catch (Throwable ex) {
				ErrorListener listener = this.errorListener;
				if (listener != null) {
					listener.failed(ex);
				}
			}
		};
	}

}
