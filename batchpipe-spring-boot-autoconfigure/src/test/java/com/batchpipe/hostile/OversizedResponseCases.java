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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeDecodingException;
import com.batchpipe.client.BatchPipeTimeoutException;
import com.batchpipe.client.CallOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for bodies that are larger than {@code batchpipe.max-response-size}, which the
 * suite sets to one megabyte.
 */
interface OversizedResponseCases extends HostileServerCases {

	int MEGABYTE = 1024 * 1024;

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 20971520", "Transfer-Encoding: chunked", "Connection: close" })
	default void whenBodiesAreLargerThanTheLimitThenNothingLeaks(String framing) {
		byte[] block = (framing.startsWith("Transfer") ? "10000\r\n" + "x".repeat(65536) + "\r\n" : "x".repeat(65536))
			.getBytes(StandardCharsets.ISO_8859_1);
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
			for (int i = 0; i < 20 * MEGABYTE / 65536; i++) {
				peer.send(block);
			}
		});
		BatchPipeClient client = client(server);
		long before = HostileServerCases.usedHeap();
		for (int i = 0; i < 30; i++) {
			assertThat(HostileServerCases.failure(BatchPipeDecodingException.class, client.getPipe("pipe")))
				.hasMessageContaining("larger than " + MEGABYTE + " bytes");
		}
		HostileServerCases.awaitNoOpenConnection(server);
		HostileServerCases.assertHeapHasNotGrownSince(before);
	}

	@Test
	default void whenBodyDoesNotEndThenTheConnectionIsClosedAtTheLimit() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\n\r\n");
			peer.sendEndlessly(" ".repeat(65536));
		});
		HostileServerCases.failure(BatchPipeDecodingException.class, client(server).getPipe("pipe"));
		HostileServerCases.awaitNoOpenConnection(server);
	}

	@Test
	default void whenBodyOfAnErrorDoesNotEndThenItsStatusIsTheResponseAndTheConnectionIsClosed() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 422 No\r\n\r\n");
			peer.sendEndlessly(" ".repeat(65536));
		});
		assertThat(HostileServerCases.call(client(server).getPipe("pipe")).status()).isEqualTo(422);
		HostileServerCases.awaitNoOpenConnection(server);
	}

	@Test
	default void whenServerDribblesBodiesThenCallsEndInTimeAndConnectionsWithThem() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
			peer.sendEndlessly(" ", Duration.ofMillis(20));
		});
		BatchPipeClient hasty = client(server)
			.withOptions(CallOptions.none().withResponseTimeout(Duration.ofMillis(300)));
		HostileServerCases.failures(BatchPipeTimeoutException.class, 8, hasty.getPipe("pipe")).join();
		HostileServerCases.awaitNoOpenConnection(server);
	}

	@Test
	default void whenBodyIsAGzipBombThenTheCallFailsInBoundedMemory() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			for (int i = 0; i < 20; i++) {
				gzip.write(new byte[MEGABYTE]);
			}
		}
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bytes.size() + "\r\n\r\n");
			peer.send(bytes.toByteArray());
		});
		long before = HostileServerCases.usedHeap();
		HostileServerCases.failures(BatchPipeDecodingException.class, 8, client(server).getPipe("pipe")).join();
		HostileServerCases.assertHeapHasNotGrownSince(before);
	}

}
