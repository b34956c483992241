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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.ContextView;

/**
 * Logs calls that ended with a status other than 2xx, because a caller might not check
 * the status. For each operation, at most one call is logged every ten seconds. Health
 * checks are not logged, because their caller reports them.
 */
final class FailedCallLog {

	private static final Log logger = LogFactory.getLog(BatchPipeClient.class);

	private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

	private final LongSupplier nanoTime;

	private final AtomicLong[] nextLog = new AtomicLong[BatchPipeOperation.values().length];

	private final LongAdder[] notLogged = new LongAdder[BatchPipeOperation.values().length];

	FailedCallLog(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		long now = nanoTime.getAsLong();
		for (int i = 0; i < this.nextLog.length; i++) {
			this.nextLog[i] = new AtomicLong(now);
			this.notLogged[i] = new LongAdder();
		}
	}

	void log(BatchPipeResponse response, ContextView context) {
		BatchPipeOperation operation = response.operation();
		if (operation == BatchPipeOperation.HEALTH || !logger.isWarnEnabled()) {
			return;
		}
		AtomicLong next = this.nextLog[operation.ordinal()];
		long now = this.nanoTime.getAsLong();
		long due = next.get();
		if (now - due < 0 || !next.compareAndSet(due, now + QUIET_NANOS)) {
			this.notLogged[operation.ordinal()].increment();
			return;
		}
		long before = this.notLogged[operation.ordinal()].sumThenReset();
		Map<String, String> mdc = context.getOrDefault(CallerContext.MDC_KEY, null);
		CallerContext.withMdc(mdc, () -> logger.warn("Call to BatchPipe failed: " + response
				+ ((before > 0) ? "; earlier failed calls of this operation that were not logged: " + before : "")));
	}

}
