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

package com.batchpipe.kafka.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import com.batchpipe.kafka.BatchPipeRoute;
import com.batchpipe.kafka.BatchPipeRoutes;
import com.batchpipe.kafka.RouteStats;

/**
 * {@link HealthIndicator} for the routes. The status is down while a partition is stopped
 * by a rejected record or if a route has stopped unexpectedly, and otherwise up. The
 * check sends no requests to BatchPipe or Kafka.
 *
 * @since 0.1.0
 */
public class BatchPipeKafkaHealthIndicator extends AbstractHealthIndicator {

	private final BatchPipeRoutes routes;

	/**
	 * Create an indicator.
	 * @param routes the routes
	 */
	public BatchPipeKafkaHealthIndicator(BatchPipeRoutes routes) {
		super("BatchPipe Kafka health check failed");
		this.routes = routes;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		for (BatchPipeRoute route : this.routes.all()) {
			RouteStats stats = route.stats();
			if (!stats.stoppedPartitions().isEmpty() || !route.container().isInExpectedState()) {
				builder.down();
			}
			builder.withDetail(route.name(), details(stats));
		}
	}

	private static Map<String, Object> details(RouteStats stats) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("running", stats.running());
		details.put("partitions", stats.partitions());
		details.put("pausedPartitions", stats.pausedPartitions());
		details.put("inProgress", stats.inProgress());
		details.put("lag", stats.lag());
		if (!stats.stoppedPartitions().isEmpty()) {
			details.put("stoppedPartitions", stats.stoppedPartitions());
		}
		return details;
	}

}
