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
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.RawJson;
import com.batchpipe.client.RetryPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing is logged about failed connections, because each caller receives the
 * failure of its call.
 */
class ConnectionFailureLogTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int CALLS = 40;

	private static final String BIG = "{\"text\":\"" + "x".repeat(4_000_000) + "\"}";

	private final RecordedLog log = RecordedLog.start();

	private HostileServer server;

	private BatchPipeClient client;

	@AfterEach
	void close() {
		this.log.close();
		if (this.client != null) {
			this.client.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	static Stream<Named<HostileServer.Script>> failures() {
		return Stream.of(Named.of("close without a response", (request, peer) -> peer.close()),
				Named.of("reset without a response", (request, peer) -> peer.reset()),
				Named.of("close each second connection", (request, peer) -> {
					if (request.connection() % 2 == 0) {
						peer.close();
					}
					else {
						peer.send(HostileServer.response(200, "{}"));
					}
				}), Named.of("reset after the response", (request, peer) -> {
					peer.send(HostileServer.response(200, "{}"));
					peer.reset();
				}), Named.of("close in the head", (request, peer) -> {
					peer.send("HTTP/1.1 200 OK\r\nContent-Le");
					peer.close();
				}), Named.of("close in the body", (request, peer) -> {
					peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
					peer.close();
				}), Named.of("reset in the body", (request, peer) -> {
					peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
					peer.reset();
				}), Named.of("reset in a chunk", (request, peer) -> {
					peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{");
					peer.reset();
				}),
				Named.of("a wrong chunk size",
						(request, peer) -> peer
							.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")),
				Named.of("no HTTP", (request, peer) -> peer.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
				Named.of("a wrong header", (request, peer) -> peer.send("HTTP/1.1 200 OK\r\n: x\u0000y\r\n\r\n")),
				Named.of("two lengths",
						(request, peer) -> peer
							.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")),
				Named.of("a head without end", (request, peer) -> peer.sendEndlessly("HTTP/1.1 200 OK\r\nX: y\r\n")),
				Named.of("a body without end", (request, peer) -> {
					peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
					peer.sendEndlessly("5\r\nabcde\r\n");
				}),
				Named.of("no gzip",
						(request, peer) -> peer
							.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde")),
				Named.of("broken gzip", (request, peer) -> peer.send(gzip(20, 40))),
				Named.of("a bomb", (request, peer) -> peer.send(gzip(20_000_000, 0))),
				Named.of("two responses",
						(request, peer) -> peer
							.send(HostileServer.response(200, "{}") + HostileServer.response(200, "{}"))),
				Named.of("garbage after the response",
						(request, peer) -> peer.send(HostileServer.response(200, "{}") + "\u0016\u0003\u0001")),
				Named.of("a redirect to another server",
						(request, peer) -> peer
							.send("HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")),
				Named.of("an upgrade", (request, peer) -> peer
					.send("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenServerBreaksConnectionsThenOnlyTheCallersAreTold(HostileServer.Script script) {
		this.server = HostileServer.start(script);
		this.client = client(this.server.baseUrl());
		callAll((number) -> this.client.ingest("pipe", Map.of("n", number)));
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenServerResetsWhileALargeBodyIsSentThenOnlyTheCallerIsTold() {
		this.server = HostileServer.start((request, peer) -> peer.reset());
		this.client = client(this.server.baseUrl());
		callAll((number) -> this.client.ingest("pipe", RawJson.of(BIG.getBytes(StandardCharsets.UTF_8))));
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenServerResetsAfterARequestThenTheRequestIsNotSentAgain() {
		this.server = HostileServer.start((request, peer) -> peer.reset());
		this.client = client(this.server.baseUrl());
		// If a call timed out before its request was sent, this request would be missing.
		BatchPipeClient patient = this.client.withOptions(CallOptions.none().withResponseTimeout(PATIENCE));
		callAll((number) -> patient.ingest("pipe", Map.of("n", number)));
		assertThat(this.server.requests()).hasSize(CALLS);
	}

	@Test
	void whenServerDoesNotRespondThenOnlyTheCallerIsTold() {
		this.server = HostileServer.start((request, peer) -> {
		});
		this.client = client(this.server.baseUrl());
		callAll((number) -> this.client.listPipes());
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenPooledConnectionsAreResetThenOnlyTheCallersAreTold() {
		this.server = HostileServer.start((request, peer) -> {
			if (request.position() % 2 == 0) {
				peer.reset();
			}
			else {
				peer.send(HostileServer.response(200, "{}"));
			}
		});
		this.client = client(this.server.baseUrl());
		for (int i = 0; i < 5; i++) {
			callAll((number) -> this.client.listPipes());
		}
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenServerRefusesConnectionsThenOnlyTheCallersAreTold() {
		this.server = HostileServer.start((request, peer) -> {
		});
		this.client = client(this.server.baseUrl());
		this.server.close();
		callAll((number) -> this.client.listPipes());
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenHostIsUnknownThenOnlyTheCallersAreTold() {
		this.client = client("https://batchpipe.invalid");
		callAll((number) -> this.client.listPipes());
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenServerSpeaksNoTlsThenOnlyTheCallersAreTold() {
		this.server = HostileServer.start((request, peer) -> peer.send(HostileServer.response(400, "{}")));
		this.client = client(this.server.baseUrl().replace("http:", "https:"));
		callAll((number) -> this.client.listPipes());
		assertNothingOfOthersIsLogged();
	}

	@Test
	void whenCertificateIsNotTrustedThenOnlyTheCallersAreTold() {
		WireMockServer tls = new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
		tls.start();
		try {
			this.client = client("https://localhost:" + tls.httpsPort());
			callAll((number) -> this.client.listPipes());
		}
		finally {
			tls.stop();
		}
		assertNothingOfOthersIsLogged();
	}

	private static BatchPipeClient client(String baseUrl) {
		return BatchPipeClient.builder()
			.baseUrl(baseUrl)
			.apiKey(ApiKey.of("bp_v1_log"))
			.maxResponseSize(20_000)
			.responseTimeout(Duration.ofSeconds(1))
			.retryPolicy(RetryPolicy.builder().maxRetries(1).minBackoff(Duration.ofMillis(2)).build())
			.build();
	}

	private void callAll(IntFunction<Mono<?>> call) {
		Flux.fromStream(IntStream.range(0, CALLS).boxed())
			.flatMap((number) -> call.apply(number).onErrorComplete().then(), 8)
			.then()
			.block(PATIENCE);
	}

	private void assertNothingOfOthersIsLogged() {
		this.client.close();
		if (this.server != null) {
			Awaitility.await().atMost(PATIENCE).until(this.server::openConnections, (open) -> open == 0);
			this.server.close();
		}
		assertThat(this.log.linesOfOthers()).isEmpty();
	}

	private static byte[] gzip(int size, int brokenAt) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(body)) {
			out.write(new byte[size]);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		byte[] bytes = body.toByteArray();
		for (int i = 10; i < Math.min(brokenAt, bytes.length); i++) {
			bytes[i] = (byte) (i * 37);
		}
		ByteArrayOutputStream response = new ByteArrayOutputStream();
		response
			.writeBytes(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bytes.length + "\r\n\r\n")
				.getBytes(StandardCharsets.ISO_8859_1));
		response.writeBytes(bytes);
		return response.toByteArray();
	}

}
