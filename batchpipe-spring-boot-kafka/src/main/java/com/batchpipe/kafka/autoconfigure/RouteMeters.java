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

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;

import com.batchpipe.kafka.BatchPipeRoute;
import com.batchpipe.kafka.BatchPipeRoutes;
import com.batchpipe.kafka.RouteStats;

/**
 * Registers the meters of the routes. They read the existing counts of the routes, so
 * they add no cost per record.
 */
final class RouteMeters implements MeterBinder {

	private static final String PREFIX = "batchpipe.kafka.";

	private final ObjectProvider<BatchPipeRoutes> routes;

	RouteMeters(ObjectProvider<BatchPipeRoutes> routes) {
		this.routes = routes;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.routes.ifAvailable((routes) -> routes.all().forEach((route) -> bind(registry, route)));
	}

	private static void bind(MeterRegistry registry, BatchPipeRoute route) {
		records(registry, route, "received", RouteStats::received);
		records(registry, route, "delivered", RouteStats::delivered);
		records(registry, route, "set_aside", RouteStats::setAside);
		records(registry, route, "skipped", RouteStats::skipped);
		records(registry, route, "revoked", RouteStats::revoked);
		FunctionCounter.builder(PREFIX + "retried", route, (r) -> r.stats().retried())
			.description("Records that were passed to the publisher again")
			.tag("route", route.name())
			.register(registry);
		gauge(registry, route, "in.progress", "Records in progress", RouteStats::inProgress);
		gauge(registry, route, "lag", "Age of the oldest record in progress, in seconds",
				(stats) -> stats.lag().toMillis() / 1000.0);
		gauge(registry, route, "partitions", "Assigned partitions", RouteStats::partitions);
		gauge(registry, route, "paused.partitions", "Paused partitions", RouteStats::pausedPartitions);
		gauge(registry, route, "stopped.partitions", "Partitions stopped by a rejected record",
				(stats) -> stats.stoppedPartitions().size());
	}

	private static void records(MeterRegistry registry, BatchPipeRoute route, String state,
			ToDoubleFunction<RouteStats> figure) {
		FunctionCounter.builder(PREFIX + "records", route, (r) -> figure.applyAsDouble(r.stats()))
			.description("Records by state")
			.tag("route", route.name())
			.tag("state", state)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, BatchPipeRoute route, String name, String description,
			ToDoubleFunction<RouteStats> figure) {
		Gauge.builder(PREFIX + name, route, (r) -> figure.applyAsDouble(r.stats()))
			.description(description)
			.tag("route", route.name())
			.register(registry);
	}

}
