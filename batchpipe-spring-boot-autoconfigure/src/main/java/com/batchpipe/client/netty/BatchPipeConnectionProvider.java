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

package com.batchpipe.client.netty;

import java.time.Duration;

import reactor.netty.resources.ConnectionProvider;

/**
 * Creates Reactor Netty connection pools for calls to BatchPipe: a connection that has
 * been idle for so long that a load balancer may have dropped it is not reused, the most
 * recently used connection is used first, and a call waits only a limited time for a
 * connection. A pool starts no thread and opens no connection before its first use.
 *
 * @since 0.1.0
 */
public final class BatchPipeConnectionProvider {

	private static final int MAX_CONNECTIONS = 256;

	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(20);

	private static final Duration MAX_LIFE_TIME = Duration.ofMinutes(5);

	private static final Duration PENDING_ACQUIRE_TIMEOUT = Duration.ofSeconds(10);

	private BatchPipeConnectionProvider() {
	}

	/**
	 * Create a pool.
	 * @param name the name of the pool, as it appears in metrics
	 * @return the pool, which the caller must dispose of
	 */
	public static ConnectionProvider create(String name) {
		return new FailureForwardingConnectionProvider(ConnectionProvider.builder(name)
			.maxConnections(MAX_CONNECTIONS)
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(PENDING_ACQUIRE_TIMEOUT)
			.maxIdleTime(MAX_IDLE_TIME)
			.maxLifeTime(MAX_LIFE_TIME)
			.lifo()
			.build());
	}

}
