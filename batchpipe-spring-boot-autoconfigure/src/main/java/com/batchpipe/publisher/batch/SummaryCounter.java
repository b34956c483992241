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

package com.batchpipe.publisher.batch;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import com.batchpipe.publisher.Receipt;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Counts the results of many records and signals when all have ended.
 */
public final class SummaryCounter implements Completion {

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong delivered = new AtomicLong();

	/**
	 * The number of records that have not ended, plus one until all have been accepted.
	 */
	private final AtomicLong open = new AtomicLong(1);

	private final Sinks.Empty<Void> end = Sinks.empty();

	/**
	 * Count a record that is about to be published. Call this method before publishing
	 * it, because the record may end immediately.
	 */
	public void handingOver() {
		this.accepted.incrementAndGet();
		this.open.incrementAndGet();
	}

	public void notAccepted() {
		this.accepted.decrementAndGet();
		ended();
	}

	/**
	 * Record that all records have been accepted.
	 * @return a {@code Mono} that completes when all records have ended
	 */
	public Mono<Void> allAccepted() {
		ended();
		return this.end.asMono();
	}

	public long accepted() {
		return this.accepted.get();
	}

	public long delivered() {
		return this.delivered.get();
	}

	@Override
	public void delivered(Receipt receipt) {
		this.delivered.incrementAndGet();
		ended();
	}

	@Override
	public void undelivered(String pipeId, UndeliveredReason reason, @Nullable Integer status) {
		ended();
	}

	private void ended() {
		if (this.open.decrementAndGet() == 0) {
			this.end.tryEmitEmpty();
		}
	}

}
