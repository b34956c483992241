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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import com.batchpipe.client.BatchPipeDecodingException;
import com.batchpipe.client.BatchPipeResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cases for responses that are compressed, correctly or not.
 */
interface CompressedResponseCases extends HostileServerCases {

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 9, 10 })
	default void whenACompressedBodyEndsInItsHeaderThenItIsUnreadable(int length) {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + length + "\r\n\r\n");
			peer.send(Arrays.copyOf(gzip("{}"), length));
		});
		assertThat(HostileServerCases.failure(BatchPipeDecodingException.class, client(server).listPipes()))
			.returns(200, BatchPipeDecodingException::status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Connection: close\r\n" })
	default void whenACompressedBodyInChunksEndsInItsHeaderThenItIsUnreadable(String header) {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 202 OK\r\nContent-Encoding: GZIP\r\nTransfer-Encoding: chunked\r\n" + header + "\r\n");
			peer.send("1\r\n\u001f\r\n");
			peer.send("2\r\n\u008b\u0008\r\n0\r\n\r\n");
		});
		assertThat(HostileServerCases.failure(BatchPipeDecodingException.class, client(server).listPipes()))
			.returns(202, BatchPipeDecodingException::status);
	}

	@Test
	default void whenACompressedBodyOfAnErrorEndsInItsHeaderThenTheStatusStands() {
		HostileServer server = server((request, peer) -> {
			peer.send("HTTP/1.1 409 Conflict\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n");
			peer.send(Arrays.copyOf(gzip("{}"), 3));
		});
		BatchPipeResponse response = HostileServerCases.call(client(server).listPipes());
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.data()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"a\":1}" })
	default void whenABodyIsCompressedForAClientThatAsksForItThenItIsRead(String json) {
		byte[] body = gzip(json);
		HostileServer server = server((request, peer) -> {
			if (!request.headers().getOrDefault("accept-encoding", "").contains("gzip")) {
				peer.send(HostileServer.response(200, json));
				return;
			}
			peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
			peer.send(body);
		});
		JsonNode data = HostileServerCases.call(client(server).listPipes()).data();
		assertThat((data != null) ? data.toString() : "").isEqualTo(json);
	}

	@Test
	default void whenACompressedBodyIsEmptyThenThereIsNoData() {
		HostileServer server = server(
				(request, peer) -> peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"));
		assertThat(HostileServerCases.call(client(server).listPipes()).data()).isNull();
	}

	private static byte[] gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
