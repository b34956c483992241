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

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

import com.batchpipe.kafka.BatchPipeRoute;
import com.batchpipe.kafka.BatchPipeRoutes;
import com.batchpipe.kafka.RouteStats;

/**
 * {@link Endpoint @Endpoint} that shows the statistics of the routes and retries the
 * rejected records that keep partitions stopped.
 *
 * @since 0.1.0
 */
@Endpoint(id = "batchpipekafka")
public final class BatchPipeKafkaEndpoint {

	private final BatchPipeRoutes routes;

	BatchPipeKafkaEndpoint(BatchPipeRoutes routes) {
		this.routes = routes;
	}

	/**
	 * Return the statistics of all routes.
	 * @return the statistics by the name of the route
	 */
	@ReadOperation
	public Map<String, RouteStats> stats() {
		Map<String, RouteStats> stats = new TreeMap<>();
		this.routes.all().forEach((route) -> stats.put(route.name(), route.stats()));
		return stats;
	}

	/**
	 * Return the statistics of a route.
	 * @param route the name of the route
	 * @return the statistics, or {@code null} if there is no such route
	 */
	@ReadOperation
	public @Nullable RouteStats routeStats(@Selector String route) {
		BatchPipeRoute target = this.routes.get(route);
		return (target != null) ? target.stats() : null;
	}

	/**
	 * Retry the rejected records that keep partitions of a route stopped.
	 * @param route the name of the route
	 * @throws InvalidEndpointRequestException if there is no such route
	 */
	@WriteOperation
	public void retryStoppedPartitions(@Selector String route) {
		BatchPipeRoute target = this.routes.get(route);
		if (target == null) {
			String message = "There is no route with this name";
			throw new InvalidEndpointRequestException(message, message);
		}
		target.retryStoppedPartitions();
	}

}
