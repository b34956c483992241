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

package com.batchpipe.publisher.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.UndeliveredRecordHandler;
import com.batchpipe.publisher.log.PublisherLog;

/**
 * Hands undelivered records back on a dedicated thread. The size of the waiting records
 * is limited, except for records that are abandoned at the end of the shutdown, because
 * no more records are accepted at that point.
 */
public final class UndeliveredQueue {

	/**
	 * The approximate memory that waiting records need in addition to their bytes.
	 */
	private static final int OVERHEAD = 256;

	private final @Nullable UndeliveredRecordHandler handler;

	private final Executor executor;

	private final long limit;

	private final PublisherLog log;

	private final AtomicLong waitingBytes = new AtomicLong();

	private final LongAdder dropped = new LongAdder();

	public UndeliveredQueue(@Nullable UndeliveredRecordHandler handler, Executor executor, long limit,
			PublisherLog log) {
		this.handler = handler;
		this.executor = executor;
		this.limit = limit;
		this.log = log;
	}

	public boolean hasHandler() {
		return this.handler != null;
	}

	void add(UndeliveredRange undelivered) {
		UndeliveredRecordHandler target = this.handler;
		if (target == null) {
			return;
		}
		int records = undelivered.part().count();
		long bytes = undelivered.part().size() + (long) OVERHEAD;
		boolean stopping = undelivered.reason() == UndeliveredReason.STOPPED;
		if (this.waitingBytes.addAndGet(bytes) > this.limit && !stopping) {
			notHandedOver(records, bytes);
			return;
		}
		try {
			this.executor.execute(() -> {
				handOver(undelivered, target);
				this.waitingBytes.addAndGet(-bytes);
			});
		}
		catch (Throwable ex) {
			notHandedOver(records, bytes);
			this.log.error(ex);
		}
	}

	private void notHandedOver(int records, long bytes) {
		this.waitingBytes.addAndGet(-bytes);
		this.dropped.add(records);
		this.log.notHandedBack(records);
	}

	private void handOver(UndeliveredRange undelivered, UndeliveredRecordHandler target) {
		for (int i = 0; i < undelivered.part().count(); i++) {
			try {
				target.handle(undelivered.record(i));
			}
			catch (Throwable ex) {
				this.log.error(ex);
			}
		}
	}

	/**
	 * Return a future that completes when all records that are waiting now have been
	 * handed back.
	 */
	public CompletableFuture<Void> idle() {
		return (this.handler != null) ? CompletableFuture.runAsync(() -> {
		}, this.executor) : CompletableFuture.completedFuture(null);
	}

	public long dropped() {
		return this.dropped.sum();
	}

}
