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

package com.batchpipe.outbox.autoconfigure;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxStats;
import com.batchpipe.outbox.RelayPause;

/**
 * {@link HealthIndicator} for the outbox. The status is out of service if the outbox is
 * stopped, down while its relay cannot use the database, and otherwise up, even while
 * BatchPipe cannot be reached. The check sends no requests and no queries.
 *
 * @since 0.1.0
 */
public class BatchPipeOutboxHealthIndicator extends AbstractHealthIndicator {

	private final BatchPipeOutbox outbox;

	/**
	 * Create an indicator.
	 * @param outbox the outbox
	 */
	public BatchPipeOutboxHealthIndicator(BatchPipeOutbox outbox) {
		super("BatchPipe outbox health check failed");
		this.outbox = outbox;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		OutboxStats stats = this.outbox.stats();
		if (!stats.relaying()) {
			builder.outOfService();
		}
		else if (stats.pause() == RelayPause.DATABASE) {
			builder.down();
		}
		else {
			builder.up();
		}
		if (stats.pending() >= 0) {
			builder.withDetail("pending", stats.pending());
			builder.withDetail("oldestAge", stats.oldestAge());
		}
		if (stats.setAside() >= 0) {
			builder.withDetail("setAside", stats.setAside());
		}
		if (stats.pause() != null) {
			builder.withDetail("pause", stats.pause());
		}
	}

}
