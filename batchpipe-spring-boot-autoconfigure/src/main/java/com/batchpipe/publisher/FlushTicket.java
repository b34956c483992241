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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The records of one pipe that a flush waits for.
 *
 * @param buffer the pipe's buffer
 * @param marks the marks of the records
 * @param delivered how many records of these marks had been delivered before
 * @param undelivered how many records of these marks had ended undelivered before
 */
record FlushTicket(PipeBuffer buffer, List<FlushMark> marks, long delivered, long undelivered) {

	CompletableFuture<Void> finished() {
		return this.buffer.read((ledger) -> CompletableFuture
			.allOf(this.marks.stream().map(FlushMark::finished).toArray(CompletableFuture[]::new)));
	}

	FlushResult result() {
		return this.buffer.read((ledger) -> {
			FlushResult sum = sum(this.marks);
			return new FlushResult(sum.delivered() - this.delivered, sum.undelivered() - this.undelivered,
					sum.remaining());
		});
	}

	static FlushResult sum(List<FlushMark> marks) {
		return marks.stream().map(FlushMark::result).reduce(new FlushResult(0, 0, 0), FlushTicket::add);
	}

	static FlushResult add(FlushResult a, FlushResult b) {
		return new FlushResult(a.delivered() + b.delivered(), a.undelivered() + b.undelivered(),
				a.remaining() + b.remaining());
	}

	/**
	 * Wait for the records of several pipes.
	 */
	static FlushResult await(List<FlushTicket> tickets, Duration timeout) {
		Waits.await(finished(tickets), timeout);
		return result(tickets);
	}

	/**
	 * Return a future that is completed when the records of several pipes have ended.
	 */
	static CompletableFuture<Void> finished(List<FlushTicket> tickets) {
		return CompletableFuture.allOf(tickets.stream().map(FlushTicket::finished).toArray(CompletableFuture[]::new));
	}

	static FlushResult result(List<FlushTicket> tickets) {
		return tickets.stream().map(FlushTicket::result).reduce(new FlushResult(0, 0, 0), FlushTicket::add);
	}

}
