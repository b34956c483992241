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

import java.time.Duration;

import org.assertj.core.api.Assertions;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeException;
import com.batchpipe.client.BatchPipeResponse;

/**
 * What cases need of the suite in which they run.
 */
interface HostileServerCases {

	Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * Return the connector that is tested.
	 * @return the connector
	 */
	Connector connector();

	/**
	 * Start a server that is closed after the test.
	 * @param script what to send for each request
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
	 * Return how a call failed, which must be in one of the ways that a caller expects.
	 * @param <T> the type of the failure
	 * @param type the type of the failure
	 * @param call the call
	 * @return the failure
	 */
	static <T extends BatchPipeException> T failure(Class<T> type, Mono<BatchPipeResponse> call) {
		return Assertions.catchThrowableOfType(type, () -> call.block(PATIENCE));
	}

}
