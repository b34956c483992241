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

package com.batchpipe.health;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;

/**
 * {@link HealthIndicator} for the publisher. The status is out of service after the
 * publisher has been stopped, down while BatchPipe does not accept the key for a pipe or
 * presents an untrusted certificate, and up otherwise. The check sends no requests.
 *
 * @since 0.1.0
 */
public class BatchPipePublisherHealthIndicator extends AbstractHealthIndicator {

	private final BatchPipePublisher publisher;

	/**
	 * Create a new {@code BatchPipePublisherHealthIndicator}.
	 * @param publisher the publisher
	 */
	public BatchPipePublisherHealthIndicator(BatchPipePublisher publisher) {
		super("BatchPipe publisher health check failed");
		this.publisher = publisher;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		PublisherStats stats = this.publisher.stats();
		boolean unauthorized = stats.pause() == PauseCause.AUTHORIZATION
				|| stats.otherPipes().pause() == PauseCause.AUTHORIZATION
				|| stats.pipes().values().stream().anyMatch((pipe) -> pipe.pause() == PauseCause.AUTHORIZATION);
		if (stats.state() == PublisherStats.State.CLOSED) {
			builder.outOfService();
		}
		else if (unauthorized) {
			builder.down();
		}
		else {
			builder.up();
		}
		builder.withDetail("state", stats.state());
		builder.withDetail("buffered", stats.total(PipeStats::buffered));
		builder.withDetail("bufferedBytes", stats.bufferedBytes());
		stats.pipes().forEach((id, pipe) -> {
			if (pipe.pause() != null) {
				builder.withDetail("paused." + id, pipe.pause());
			}
		});
		if (stats.otherPipes().pause() != null) {
			builder.withDetail("paused.others", stats.otherPipes().pause());
		}
	}

}
