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

package com.batchpipe.publisher.log;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import com.batchpipe.client.LogInterval;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Logs what an operator needs to know in as few lines as possible: one line when a pipe
 * is paused or resumes, and at most one line per minute each for undelivered records and
 * errors. It never logs a record.
 */
public final class PublisherLog {

	private static final Log logger = LogFactory.getLog("com.batchpipe.publisher.BatchPipePublisher");

	private final EventLoop loop;

	private final PauseLog pauses;

	private final Map<UndeliveredReason, LongAdder> undelivered = new EnumMap<>(UndeliveredReason.class);

	private final LongAdder notHandedBack = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final LogInterval summaries;

	private final LogInterval errorLines;

	/**
	 * Create the log of a publisher.
	 * @param loop provides the time
	 * @param buffered provides the number of buffered records of all pipes
	 */
	public PublisherLog(EventLoop loop, LongSupplier buffered) {
		this.loop = loop;
		this.pauses = new PauseLog(loop, buffered);
		for (UndeliveredReason reason : UndeliveredReason.values()) {
			this.undelivered.put(reason, new LongAdder());
		}
		this.summaries = new LogInterval(loop.nanoTime());
		this.errorLines = new LogInterval(loop.nanoTime());
	}

	public void undelivered(String pipeId, UndeliveredReason reason, @Nullable Integer status, int records) {
		if (reason == UndeliveredReason.RETURNED) {
			return;
		}
		LongAdder count = this.undelivered.get(reason);
		if (count != null) {
			count.add(records);
		}
		// Abandoned records are logged once, at shutdown.
		if (reason != UndeliveredReason.STOPPED && this.summaries.isDue(this.loop.nanoTime())) {
			logSummary("most recently for pipe '" + pipeId + "'" + ((status != null) ? ", status " + status : ""));
		}
	}

	public void notHandedBack(int records) {
		this.notHandedBack.add(records);
	}

	private void logSummary(String detail) {
		StringBuilder line = new StringBuilder();
		this.undelivered.forEach((reason, count) -> {
			long records = count.sumThenReset();
			if (records > 0) {
				line.append(line.isEmpty() ? "" : ", ").append(reason).append(' ').append(records);
			}
		});
		long lost = this.notHandedBack.sumThenReset();
		if (!line.isEmpty()) {
			logger.warn("Records were not delivered: " + line + " (" + detail + ")"
					+ ((lost > 0) ? "; not passed to the handler because it is too slow: " + lost : ""));
		}
	}

	public PauseLog pauses() {
		return this.pauses;
	}

	public void error(Throwable ex) {
		this.errors.increment();
		if (this.errorLines.isDue(this.loop.nanoTime())) {
			logger.warn("Unexpected error in the publisher, its handler or a listener", ex);
		}
	}

	public long errors() {
		return this.errors.sum();
	}

	public void stopped(PublisherStats stats, long nanos) {
		if (this.undelivered.values().stream().anyMatch((count) -> count.sum() > 0)) {
			logSummary("logged at shutdown");
		}
		logger.info("Publisher stopped in " + Duration.ofNanos(nanos).toMillis() + " ms: accepted "
				+ stats.total(PipeStats::accepted) + ", delivered " + stats.total(PipeStats::delivered) + ", rejected "
				+ stats.total(PipeStats::rejected) + ", expired " + stats.total(PipeStats::expired) + ", dropped "
				+ stats.total(PipeStats::dropped) + ", abandoned " + stats.total(PipeStats::abandoned) + ", returned "
				+ stats.total(PipeStats::returned) + ", buffered " + stats.total(PipeStats::buffered));
	}

}
