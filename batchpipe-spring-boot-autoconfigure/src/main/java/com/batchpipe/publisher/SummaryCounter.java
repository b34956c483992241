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

package com.batchpipe.publisher;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Counts what became of many records, and tells when all have ended.
 */
final class SummaryCounter implements Completion {

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong delivered = new AtomicLong();

	/**
	 * The records that have not ended, and one more until all were accepted.
	 */
	private final AtomicLong open = new AtomicLong(1);

	private final Sinks.One<SendSummary> summary = Sinks.one();

	/**
	 * Called before a record is handed over, because it may end at once.
	 */
	void handingOver() {
		this.accepted.incrementAndGet();
		this.open.incrementAndGet();
	}

	void notAccepted() {
		this.accepted.decrementAndGet();
		ended();
	}

	Mono<SendSummary> allAccepted() {
		ended();
		return this.summary.asMono();
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
			this.summary.tryEmitValue(new SendSummary(this.accepted.get(), this.delivered.get()));
		}
	}

}
