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

package com.batchpipe.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallAttempt}.
 */
class CallAttemptTests {

	private final CallAttempt attempt = new CallAttempt(BatchPipeOperation.INGEST, 1);

	private final AtomicInteger cancellations = new AtomicInteger();

	@Test
	void whenNoThreadReadsTheResponseThenCancellationRunsAtOnce() {
		this.attempt.cancel(this.cancellations::incrementAndGet);
		assertThat(this.cancellations).hasValue(1);
		assertThat(this.attempt.isCancelled()).isTrue();
	}

	@Test
	void whenAThreadReadsTheResponseThenCancellationRunsThere() {
		Deque<Runnable> tasks = new ArrayDeque<>();
		this.attempt.readBy(tasks::add);
		this.attempt.cancel(this.cancellations::incrementAndGet);
		assertThat(this.cancellations).hasValue(0);
		assertThat(this.attempt.isCancelled()).isTrue();
		tasks.remove().run();
		assertThat(this.cancellations).hasValue(1);
	}

	@Test
	void whenTheThreadIsGoneThenCancellationRunsAtOnce() {
		this.attempt.readBy((task) -> {
			throw new RejectedExecutionException();
		});
		this.attempt.cancel(this.cancellations::incrementAndGet);
		assertThat(this.cancellations).hasValue(1);
	}

}
