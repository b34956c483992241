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

package com.batchpipe.test;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the size of the bodies that the embedded server accepts.
 */
@Timeout(60)
class RequestBodyTests {

	private static final int LIMIT = 1000;

	private final BatchPipeServer server = BatchPipeServer.builder().maxBodySize(LIMIT).start();

	private final String pipe = this.server.createPipe("orders");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void bodyOfTheLimitIsTaken() throws Exception {
		assertThat(ingest(record(LIMIT), null).statusCode()).isEqualTo(202);
		assertThat(this.server.recordCount(this.pipe)).isOne();
	}

	@Test
	void largerBodyIsRefusedAndDoesNothing() throws Exception {
		HttpResponse<String> response = ingest(record(LIMIT + 1), null);
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).contains("payload_too_large", "1,000 bytes");
		assertThat(this.server.recordCount(this.pipe)).isZero();
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.responseStatus()).isEqualTo(413);
			assertThat(request.body()).isEmpty();
		});
	}

	@Test
	void bodyThatIsLargerWhenDecompressedIsRefused() throws Exception {
		assertThat(ingest(gzip(record(LIMIT)), "gzip").statusCode()).isEqualTo(202);
		assertThat(ingest(gzip(record(LIMIT + 1)), "gzip").statusCode()).isEqualTo(413);
		assertThat(this.server.recordCount(this.pipe)).isOne();
	}

	@Test
	void otherOperationsAreBoundedToo() throws Exception {
		assertThat(post("/v1/pipes", record(LIMIT + 1), null).statusCode()).isEqualTo(413);
	}

	@Test
	void requestWithoutKeyIsUnauthorizedWhateverItsSize() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.url() + "/v1/ingest/" + this.pipe))
			.POST(BodyPublishers.ofByteArray(record(LIMIT + 1)))
			.build();
		assertThat(send(request).statusCode()).isEqualTo(401);
	}

	@Test
	void hugeBodyIsReadToItsEndAndRefused() throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port())) {
			OutputStream out = socket.getOutputStream();
			out.write(("POST /v1/ingest/" + this.pipe + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
					+ this.server.apiKey().reveal() + "\r\nTransfer-Encoding: chunked\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			byte[] chunk = ("ffff\r\n" + "x".repeat(0xffff) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < 2000; i++) {
				out.write(chunk);
			}
			out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			BufferedReader in = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			assertThat(in.readLine()).startsWith("HTTP/1.1 413");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void closedConnectionInTheMiddleOfABodyIsNotLogged(CapturedOutput output) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.server.port())) {
			socket.getOutputStream()
				.write(("POST /v1/ingest/" + this.pipe + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
					.getBytes(StandardCharsets.US_ASCII));
			socket.shutdownOutput();
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		this.server.close();
		assertThat(output).doesNotContain("could not handle a request");
	}

	@Test
	void defaultTakesNoBomb() throws Exception {
		try (BatchPipeServer embedded = BatchPipeServer.start()) {
			HttpRequest bomb = HttpRequest.newBuilder(URI.create(embedded.url() + "/v1/pipes"))
				.header("Authorization", "Bearer " + embedded.apiKey().reveal())
				.header("Content-Encoding", "gzip")
				.POST(BodyPublishers.ofByteArray(gzip(new byte[16 * 1024 * 1024 + 1])))
				.build();
			assertThat(send(bomb).statusCode()).isEqualTo(413);
		}
	}

	@Test
	void faultComesFirst() throws Exception {
		this.server.on().respond(503);
		assertThat(ingest(record(LIMIT + 1), null).statusCode()).isEqualTo(503);
	}

	@Test
	void limitMustBeGreaterThanZero() {
		assertThatIllegalArgumentException().isThrownBy(() -> BatchPipeServer.builder().maxBodySize(0));
	}

	private HttpResponse<String> ingest(byte[] body, String encoding) throws Exception {
		return post("/v1/ingest/" + this.pipe, body, encoding);
	}

	private HttpResponse<String> post(String path, byte[] body, String encoding) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server.url() + path))
			.header("Authorization", "Bearer " + this.server.apiKey().reveal())
			.POST(BodyPublishers.ofByteArray(body));
		if (encoding != null) {
			request.header("Content-Encoding", encoding);
		}
		return send(request.build());
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	private static byte[] record(int size) {
		return ("{\"a\":\"" + "x".repeat(size - 8) + "\"}").getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] gzip(byte[] body) throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(body);
		}
		return compressed.toByteArray();
	}

}
