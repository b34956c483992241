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

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;

/**
 * The records that the publishers of an application hold at its start or at the end of a
 * test, and their pauses. The records would arrive in the next test, and the pauses hold
 * back what it publishes.
 */
final class RecordsInTransit {

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(1);

	private static final int FLUSHES_AT_START = 10;

	private RecordsInTransit() {
	}

	/**
	 * Have them sent now, if that can be: the first request of an application can take
	 * seconds on a busy machine.
	 */
	static void flush(ApplicationContext context) {
		for (BatchPipePublisher publisher : running(context)) {
			boolean sendable = true;
			for (int i = 0; i < FLUSHES_AT_START && sendable && isHolding(publisher); i++) {
				publisher.flush(FLUSH_TIMEOUT);
				sendable = !isPaused(publisher);
			}
		}
	}

	/**
	 * Have them sent now, or handed back, and end the pauses.
	 */
	static void settle(ApplicationContext context, BatchPipeServer server) {
		for (BatchPipePublisher publisher : running(context)) {
			if (isHolding(publisher)) {
				server.removeFaults();
				publisher.flush(FLUSH_TIMEOUT);
			}
			if ((isHolding(publisher) || isPaused(publisher)) && publisher instanceof SmartLifecycle lifecycle) {
				restart(lifecycle, server);
			}
		}
	}

	/**
	 * Mocks are not running, and neither is the publisher of a paused context.
	 */
	private static List<BatchPipePublisher> running(ApplicationContext context) {
		return context.getBeansOfType(BatchPipePublisher.class, false, false)
			.values()
			.stream()
			.filter((publisher) -> publisher instanceof SmartLifecycle lifecycle && lifecycle.isRunning())
			.toList();
	}

	private static boolean isHolding(BatchPipePublisher publisher) {
		return publisher.stats().total(PipeStats::held) > 0;
	}

	private static boolean isPaused(BatchPipePublisher publisher) {
		PublisherStats stats = publisher.stats();
		return stats.pause() != null || stats.otherPipes().pause() != null
				|| stats.pipes().values().stream().anyMatch((pipe) -> pipe.pause() != null);
	}

	/**
	 * The publisher waits, because of a fault of the test, for an answer or before its
	 * next request: break the connections, and end the wait.
	 */
	private static void restart(SmartLifecycle lifecycle, BatchPipeServer server) {
		server.pause();
		server.resume();
		lifecycle.stop();
		lifecycle.start();
	}

}
