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

package com.batchpipe.test.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

import com.batchpipe.backlog.RecordBacklog;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;

/**
 * The records that an application's publishers buffer or that are stored for them, and
 * the pauses of these publishers. They must be dealt with after startup and at the end of
 * a test: otherwise, the records would arrive during the next test, and the pauses would
 * delay the records that the next test publishes.
 */
final class RecordsInTransit {

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(1);

	private static final int FLUSHES_AT_START = 10;

	private final BatchPipeServer server;

	private final List<BatchPipePublisher> publishers;

	private final List<RecordBacklog> backlogs;

	private RecordsInTransit(ApplicationContext context, BatchPipeServer server) {
		this.server = server;
		this.publishers = running(context, BatchPipePublisher.class);
		this.backlogs = running(context, RecordBacklog.class);
	}

	/**
	 * Return the running beans of a type. Mocks are not running, and neither are the
	 * beans of a paused context.
	 */
	private static <T> List<T> running(ApplicationContext context, Class<T> type) {
		return context.getBeansOfType(type, false, false)
			.values()
			.stream()
			.filter((bean) -> bean instanceof SmartLifecycle lifecycle && lifecycle.isRunning())
			.toList();
	}

	/**
	 * Send the records now if possible. This may take several flushes, because the first
	 * request of an application can take seconds on a busy machine.
	 */
	static void flush(ApplicationContext context, BatchPipeServer server) {
		RecordsInTransit records = new RecordsInTransit(context, server);
		boolean sendable = true;
		for (int i = 0; i < FLUSHES_AT_START && sendable && records.isAny(); i++) {
			records.publishers.forEach((publisher) -> publisher.flush(FLUSH_TIMEOUT));
			records.backlogs.forEach((backlog) -> backlog.awaitEmpty(FLUSH_TIMEOUT));
			sendable = !records.isAnyPaused();
		}
	}

	/**
	 * Send the records now, hand them back or discard them, and end the pauses.
	 */
	static void settle(ApplicationContext context, BatchPipeServer server) {
		RecordsInTransit records = new RecordsInTransit(context, server);
		if (!records.isEmpty(Duration.ZERO)) {
			server.removeFaults();
			records.settleBacklogs();
		}
		records.publishers.forEach(records::settle);
	}

	/**
	 * Restart the backlogs if a fault defined by the test keeps them waiting: first after
	 * ending the pauses of the publishers and, if that is not enough, after discarding
	 * the records that cannot be sent.
	 */
	private void settleBacklogs() {
		if (isAnyPaused() || !isEmpty(FLUSH_TIMEOUT)) {
			restart(false);
			if (!isEmpty(FLUSH_TIMEOUT)) {
				restart(true);
			}
		}
	}

	private void restart(boolean discard) {
		breakConnections();
		this.backlogs.forEach((backlog) -> ((SmartLifecycle) backlog).stop());
		this.publishers.forEach(this::settle);
		if (discard) {
			this.backlogs.forEach(RecordBacklog::discard);
		}
		this.backlogs.forEach((backlog) -> ((SmartLifecycle) backlog).start());
	}

	private boolean isAny() {
		return !isEmpty(Duration.ZERO) || this.publishers.stream().anyMatch(RecordsInTransit::isHolding);
	}

	private boolean isEmpty(Duration timeout) {
		return this.backlogs.stream().allMatch((backlog) -> backlog.awaitEmpty(timeout));
	}

	private void settle(BatchPipePublisher publisher) {
		if (isHolding(publisher)) {
			this.server.removeFaults();
			publisher.flush(FLUSH_TIMEOUT);
		}
		if ((isHolding(publisher) || isPaused(publisher)) && publisher instanceof SmartLifecycle lifecycle) {
			breakConnections();
			lifecycle.stop();
			lifecycle.start();
		}
	}

	/**
	 * Close the connections, so that a publisher that is about to be stopped does not
	 * wait for a response that a fault defined by the test holds back.
	 */
	private void breakConnections() {
		this.server.pause();
		this.server.resume();
	}

	private static boolean isHolding(BatchPipePublisher publisher) {
		return publisher.stats().total(PipeStats::buffered) > 0;
	}

	private boolean isAnyPaused() {
		return this.publishers.stream().anyMatch(RecordsInTransit::isPaused);
	}

	private static boolean isPaused(BatchPipePublisher publisher) {
		PublisherStats stats = publisher.stats();
		return stats.pause() != null || stats.otherPipes().pause() != null
				|| stats.pipes().values().stream().anyMatch((pipe) -> pipe.pause() != null);
	}

}
