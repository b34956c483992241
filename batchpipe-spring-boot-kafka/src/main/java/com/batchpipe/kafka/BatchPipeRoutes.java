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

package com.batchpipe.kafka;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * The routes of an application, which start after the publisher and stop before it.
 *
 * @since 0.1.0
 */
public class BatchPipeRoutes implements SmartLifecycle {

	private final List<BatchPipeRoute> routes;

	private volatile boolean running;

	/**
	 * Create the routes of an application.
	 * @param routes the routes
	 */
	public BatchPipeRoutes(Collection<BatchPipeRoute> routes) {
		this.routes = List.copyOf(routes);
	}

	/**
	 * Return all routes.
	 * @return the routes
	 */
	public List<BatchPipeRoute> all() {
		return this.routes;
	}

	/**
	 * Return a route.
	 * @param name the name of the route
	 * @return the route, or {@code null} if there is no route with this name
	 */
	public @Nullable BatchPipeRoute get(String name) {
		return this.routes.stream().filter((route) -> route.name().equals(name)).findFirst().orElse(null);
	}

	@Override
	public void start() {
		this.running = true;
		this.routes.stream().filter(BatchPipeRoute::isAutoStartup).forEach(BatchPipeRoute::start);
	}

	@Override
	public void stop() {
		this.running = false;
		this.routes.forEach(BatchPipeRoute::stop);
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (this.routes.isEmpty()) {
			callback.run();
			return;
		}
		AtomicInteger stopping = new AtomicInteger(this.routes.size());
		Runnable stopped = () -> {
			if (stopping.decrementAndGet() == 0) {
				callback.run();
			}
		};
		this.routes.forEach((route) -> route.stop(stopped));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return AbstractMessageListenerContainer.DEFAULT_PHASE;
	}

}
