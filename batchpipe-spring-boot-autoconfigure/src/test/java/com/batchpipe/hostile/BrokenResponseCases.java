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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.client.BatchPipeTimeoutException;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.client.BatchPipeTransportException.RequestSent;
import com.batchpipe.client.CallOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for responses that end too early or too late.
 */
interface BrokenResponseCases extends HostileServerCases {

	@Test
	default void whenBodyEndsBeforeItsLengthThenTheConnectionBroke() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");
			peer.close();
		});
		assertThat(HostileServerCases.failure(BatchPipeTransportException.class, client(server).listPipes()))
			.returns(RequestSent.UNKNOWN, BatchPipeTransportException::requestSent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "429", "503", "reset", "close" })
	default void whenServerFailsARequestThenTheLibraryDoesNotRepeatIt(String failure) {
		HostileServer server = server((request, peer) -> {
			switch (failure) {
				case "reset" -> peer.reset();
				case "close" -> peer.close();
				default -> peer.send("HTTP/1.1 " + failure + " No\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
			}
		});
		client(server).getPipe("pipe").onErrorComplete(BatchPipeTransportException.class).block(PATIENCE);
		boolean repeated = connector().has(Connector.Gap.REPEATED_GET) && failure.matches("reset|close");
		assertThat(server.requests()).hasSize(repeated ? 2 : 1);
	}

	@Test
	default void whenServerDribblesItsResponseThenTheCallEndsInTime() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
			peer.sendEndlessly(" ", Duration.ofMillis(10));
		});
		CallOptions hasty = CallOptions.none().withResponseTimeout(Duration.ofMillis(300));
		HostileServerCases.failure(BatchPipeTimeoutException.class, client(server).withOptions(hasty).listPipes());
	}

}
