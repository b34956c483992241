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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.batchpipe.publisher.FlushResult;

/**
 * A flush: the batches that it waits for and its result.
 *
 * @param marks the marks of the batches that it waits for
 * @param before the results that records of these batches already had when the flush
 * began
 */
public record Flush(List<FlushMark> marks, FlushResult before) {

	/**
	 * Return a future that completes when all batches have ended.
	 */
	public CompletableFuture<Void> finished() {
		return CompletableFuture.allOf(this.marks.stream().map(FlushMark::finished).toArray(CompletableFuture[]::new));
	}

	/**
	 * Return the results of the records since the flush began.
	 */
	public FlushResult result() {
		FlushResult now = sum(this.marks);
		return new FlushResult(now.delivered() - this.before.delivered(), now.undelivered() - this.before.undelivered(),
				now.remaining());
	}

	static FlushResult sum(List<FlushMark> marks) {
		return marks.stream().map(FlushMark::result).reduce(new FlushResult(0, 0, 0), Flush::add);
	}

	private static FlushResult add(FlushResult a, FlushResult b) {
		return new FlushResult(a.delivered() + b.delivered(), a.undelivered() + b.undelivered(),
				a.remaining() + b.remaining());
	}

}
