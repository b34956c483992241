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

package com.batchpipe.hostile;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeException;
import com.batchpipe.client.BatchPipeResponse;

/**
 * Provides cases with access to the suite in which they run.
 */
interface HostileServerCases {

	Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * More than the buffers that libraries keep, and much less than the data that servers
	 * send.
	 */
	long MAX_HEAP_GROWTH = 64 * 1024 * 1024;

	/**
	 * Return the connector that is tested.
	 * @return the connector
	 */
	Connector connector();

	/**
	 * Start a server that is closed after the test.
	 * @param script sends the response to each request
	 * @return the server
	 */
	HostileServer server(HostileServer.Script script);

	/**
	 * Return a client of the application that calls a server.
	 * @param server the server
	 * @return the client
	 */
	BatchPipeClient client(HostileServer server);

	static BatchPipeResponse call(Mono<BatchPipeResponse> call) {
		BatchPipeResponse response = call.block(PATIENCE);
		Assertions.assertThat(response).isNotNull();
		return response;
	}

	/**
	 * Return the failure of a call, which must be of a type that a caller expects.
	 * @param <T> the type of the failure
	 * @param type the type of the failure
	 * @param call the call
	 * @return the failure
	 */
	static <T extends BatchPipeException> T failure(Class<T> type, Mono<BatchPipeResponse> call) {
		T failure = Assertions.catchThrowableOfType(type, () -> call.block(PATIENCE));
		Assertions.assertThat(failure).as("a failure of the call").isNotNull();
		return failure;
	}

	/**
	 * Make a call several times concurrently and return immediately.
	 * @param <T> the type of the failures
	 * @param type the type of the failures
	 * @param times the number of calls
	 * @param call the call
	 * @return the failures of the calls, all of which must fail
	 */
	static <T extends BatchPipeException> CompletableFuture<List<T>> failures(Class<T> type, int times,
			Mono<BatchPipeResponse> call) {
		return Flux.range(0, times)
			.flatMap((number) -> call.map((response) -> (Throwable) new AssertionError("Not expected: " + response))
				.onErrorResume(Mono::just), times)
			.map(type::cast)
			.collectList()
			.timeout(PATIENCE)
			.toFuture();
	}

	/**
	 * Wait until the client has closed all connections to a server whose responses have
	 * headers that no client accepts.
	 * @param server the server
	 */
	default void awaitNoOpenConnectionOfRefusedHeads(HostileServer server) {
		if (!connector().has(Connector.Gap.REFUSED_HEAD)) {
			awaitNoOpenConnection(server);
		}
	}

	/**
	 * Wait until the client has closed all connections to a server.
	 * @param server the server
	 */
	static void awaitNoOpenConnection(HostileServer server) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(PATIENCE)
			.until(server::openConnections, (open) -> open == 0);
	}

	/**
	 * Verify that the heap has not grown by the data that servers have sent.
	 * @param before the bytes in use before
	 */
	static void assertHeapHasNotGrownSince(long before) {
		Assertions.assertThat(usedHeap() - before).as("growth of the heap").isLessThan(MAX_HEAP_GROWTH);
	}

	/**
	 * Return the number of bytes of the heap that are in use, excluding garbage.
	 * @return the number of bytes
	 */
	static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
