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
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeDecodingException;
import com.batchpipe.client.BatchPipeException;
import com.batchpipe.client.BatchPipeTimeoutException;
import com.batchpipe.client.BatchPipeTransportException;
import com.batchpipe.client.BatchPipeTransportException.RequestSent;
import com.batchpipe.client.CallOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for responses that are not HTTP or have a size that a client should not accept.
 */
interface MalformedResponseCases extends HostileServerCases {

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 000 Zero", "HTTP/1.1 099 Low", "HTTP/1.1 99 Short", "HTTP/1.1 1000 Long",
			"HTTP/1.1 -200 Negative", "HTTP/1.1 2e2 Number", "HTTP/1.1 600 High", "HTTP/1.1 999 Last", "HTTP/1.1 OK",
			"HTTP/1.1", "ICY 200 OK", "garbage", "" })
	default void whenStatusLineIsMalformedThenTheConnectionBroke(String statusLine) {
		HostileServer server = server((request, peer) -> peer
			.send(statusLine + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
		// The JDK's client waits for the rest of a four-digit status.
		BatchPipeClient hasty = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofSeconds(1)));
		assertThat(HostileServerCases.failure(BatchPipeTransportException.class, hasty.getPipe("pipe")))
			.returns(RequestSent.UNKNOWN, BatchPipeTransportException::requestSent);
		awaitNoOpenConnectionOfRefusedHeads(server);
	}

	@ParameterizedTest
	@ValueSource(ints = { 600, 999 })
	default void whenStatusIsUnknownAndTheBodyDoesNotEndThenTheCallEndsAtOnceAndTheConnectionWithIt(int status) {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 " + status + " Unknown\r\nTransfer-Encoding: chunked\r\n\r\n");
			peer.sendEndlessly("1\r\nx\r\n", Duration.ofMillis(20));
		});
		BatchPipeClient patient = client(server).withOptions(CallOptions.none().withResponseTimeout(PATIENCE));
		BatchPipeTransportException failure = HostileServerCases.failure(BatchPipeTransportException.class,
				patient.getPipe("pipe"));
		assertThat(failure.requestSent()).isEqualTo(RequestSent.UNKNOWN);
		assertThat(failure).isNotInstanceOf(BatchPipeTimeoutException.class);
		HostileServerCases.awaitNoOpenConnection(server);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Endless: more\r\n", "x" })
	default void whenHeadersDoNotEndThenTheCallDoesInBoundedMemory(String header) {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nX-Start: ");
			peer.sendEndlessly(header.repeat(10_000));
		});
		BatchPipeClient hasty = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofSeconds(5)));
		long before = HostileServerCases.usedHeap();
		CompletableFuture<List<BatchPipeTransportException>> failures = HostileServerCases
			.failures(BatchPipeTransportException.class, 4, hasty.getPipe("endless"));
		assertThat(failures.join()).hasSize(4)
			.allSatisfy((ex) -> assertThat(ex.requestSent()).isEqualTo(RequestSent.UNKNOWN));
		awaitNoOpenConnectionOfRefusedHeads(server);
		HostileServerCases.assertHeapHasNotGrownSince(before);
	}

	@Test
	default void whenHeadersAreLargerThanAnyoneNeedsThenTheConnectionBroke() {
		String bomb = "X-Bomb: " + "x".repeat(1000) + "\r\n";
		HostileServer server = server((request, peer) -> peer
			.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n" + bomb.repeat(5000) + "\r\n{}"));
		HostileServerCases.failure(BatchPipeTransportException.class, client(server).getPipe("pipe"));
		awaitNoOpenConnectionOfRefusedHeads(server);
	}

	@Test
	default void whenServerDribblesHeadersThenTheCallEndsInTimeAndTheConnectionWithIt() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nX-Slow: ");
			peer.sendEndlessly("x", Duration.ofMillis(20));
		});
		BatchPipeClient hasty = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofMillis(300)));
		HostileServerCases.failure(BatchPipeTransportException.class, hasty.getPipe("pipe"));
		HostileServerCases.awaitNoOpenConnection(server);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: -5", "Content-Length: 99999999999999999999", "Content-Length: x",
			"Content-Length: 2\r\nContent-Length: 3", "Transfer-Encoding: chunked" })
	default void whenLengthIsNoneThenTheCallFails(String header) {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\nzz\r\n{}\r\n");
			peer.close();
		});
		BatchPipeClient client = client(server);
		assertThat(HostileServerCases.failure(BatchPipeException.class, client.getPipe("pipe")))
			.isInstanceOfAny(BatchPipeTransportException.class, BatchPipeDecodingException.class);
		HostileServerCases.awaitNoOpenConnection(server);
	}

}
