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
import com.batchpipe.test.BatchPipeServer;

/**
 * The records that the publishers of an application hold at its start or at the end of a
 * test. They would arrive in the next test.
 */
final class RecordsInTransit {

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(1);

	private RecordsInTransit() {
	}

	/**
	 * Have them sent now, if that can be.
	 */
	static void flush(ApplicationContext context) {
		for (BatchPipePublisher publisher : holding(context)) {
			publisher.flush(FLUSH_TIMEOUT);
		}
	}

	/**
	 * Have them sent now, or handed back.
	 */
	static void settle(ApplicationContext context, BatchPipeServer server) {
		for (BatchPipePublisher publisher : holding(context)) {
			server.removeFaults();
			if (!publisher.flush(FLUSH_TIMEOUT).complete() && publisher instanceof SmartLifecycle lifecycle) {
				restart(lifecycle, server);
			}
		}
	}

	private static List<BatchPipePublisher> holding(ApplicationContext context) {
		return context.getBeansOfType(BatchPipePublisher.class, false, false)
			.values()
			.stream()
			.filter(RecordsInTransit::isHolding)
			.toList();
	}

	/**
	 * Mocks are not running, and neither is the publisher of a paused context.
	 */
	private static boolean isHolding(BatchPipePublisher publisher) {
		return publisher instanceof SmartLifecycle lifecycle && lifecycle.isRunning()
				&& publisher.stats().total(PipeStats::held) > 0;
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
