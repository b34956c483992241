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

package com.batchpipe.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import com.batchpipe.kafka.PartitionProgress.Blocked;

/**
 * Sets records aside. While the dead-letter topic does not accept records, one of them is
 * retried periodically. Used on the thread of the consumer.
 */
final class DeadLetterQueue {

	private static final Log logger = LogFactory.getLog(BatchPipeRoute.class);

	private static final long RETRY_DELAY = Duration.ofSeconds(5).toNanos();

	private final DeadLetters deadLetters;

	private final String route;

	private final RouteCounts counts;

	private final Executor consumerThread;

	private final Deque<Blocked> queue = new ArrayDeque<>();

	private @Nullable Long pausedUntil;

	DeadLetterQueue(DeadLetters deadLetters, String route, RouteCounts counts, Executor consumerThread) {
		this.deadLetters = deadLetters;
		this.route = route;
		this.counts = counts;
		this.consumerThread = consumerThread;
	}

	void add(Blocked record) {
		this.queue.add(record);
	}

	/**
	 * Send the records that are due.
	 */
	void send(long nanoTime) {
		Long pausedUntil = this.pausedUntil;
		boolean probe = pausedUntil != null;
		if (pausedUntil != null && nanoTime - pausedUntil < 0) {
			return;
		}
		this.queue.removeIf((record) -> record.segment().partition().isRevoked());
		Blocked next = this.queue.poll();
		while (next != null) {
			if (!send(next, nanoTime) || probe) {
				return;
			}
			next = this.queue.poll();
		}
	}

	private boolean send(Blocked next, long nanoTime) {
		if (this.pausedUntil != null) {
			this.pausedUntil = nanoTime + RETRY_DELAY;
		}
		CompletableFuture<?> sent;
		try {
			sent = this.deadLetters.send(next.record(), next.cause());
		}
		catch (RuntimeException ex) {
			failed(next, ex);
			return false;
		}
		next.segment().partition().inFlight(1);
		sent.whenComplete((result, failure) -> this.consumerThread.execute(() -> {
			next.segment().partition().inFlight(-1);
			if (failure != null) {
				failed(next, failure);
			}
			else {
				succeeded(next);
			}
		}));
		return true;
	}

	private void failed(Blocked record, Throwable failure) {
		if (this.pausedUntil == null) {
			logger.error("Route '" + this.route
					+ "' cannot write rejected records to the dead-letter topic and will retry: " + failure);
		}
		this.pausedUntil = System.nanoTime() + RETRY_DELAY;
		this.queue.addFirst(record);
	}

	private void succeeded(Blocked record) {
		if (this.pausedUntil != null) {
			logger.info("Route '" + this.route + "' can write to the dead-letter topic again");
			this.pausedUntil = null;
		}
		if (!record.segment().partition().isRevoked()) {
			record.segment().settle(record.record());
			this.counts.setAside.increment();
		}
	}

}
