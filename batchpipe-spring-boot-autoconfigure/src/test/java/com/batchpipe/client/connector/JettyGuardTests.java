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

package com.batchpipe.client.connector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.hostile.HostileServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JettyGuard}.
 */
class JettyGuardTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final String MALFORMED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n";

	private static final String IN_TWO_CHUNKS = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
			+ "5\r\n[\"a\",\r\n4\r\n\"b\"]\r\n0\r\n\r\n";

	private final AtomicReference<HttpClient> httpClient = new AtomicReference<>();

	private final WebClient webClient = WebClient.builder()
		.clientConnector(JettyGuard.guard(ClientHttpConnectorBuilder.jetty()
			.withHttpClientCustomizer(JettyGuard::apply)
			.withHttpClientCustomizer(this.httpClient::set)
			.build()))
		.build();

	private final HostileServer server = HostileServer
		.start((request, peer) -> peer.send(request.target().equals("/malformed") ? MALFORMED : IN_TWO_CHUNKS));

	@AfterEach
	void stop() throws Exception {
		this.httpClient.get().stop();
		this.server.close();
	}

	@Test
	void whenAResponseIsMalformedThenAnotherOneThatIsBeingReadKeepsItsRest() throws Exception {
		CountDownLatch beingRead = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		CompletableFuture<String> body = new CompletableFuture<>();
		CompletableFuture<Thread> failing = new CompletableFuture<>();
		get("/malformed").doOnError((ex) -> {
			new Thread(() -> get("/good").doOnNext((buffer) -> {
				beingRead.countDown();
				await(goOn);
			})
				.map((buffer) -> buffer.toString(StandardCharsets.UTF_8))
				.collect(Collectors.joining())
				.subscribe(body::complete, body::completeExceptionally)).start();
			await(beingRead);
			assertThat(isReceiving(Thread.currentThread())).isTrue();
			failing.complete(Thread.currentThread());
		}).subscribe((buffer) -> {
		}, (ex) -> {
		});
		Thread thread = failing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Awaitility.await().until(() -> !isReceiving(thread));
		goOn.countDown();
		assertThat(body.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("[\"a\",\"b\"]");
	}

	/**
	 * Return whether the thread still has to return to Jetty's code that reads responses.
	 */
	private static boolean isReceiving(Thread thread) {
		return Arrays.stream(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().contains("HttpReceiverOverHTTP"));
	}

	private Flux<DataBuffer> get(String path) {
		return this.webClient.get().uri(this.server.baseUrl() + path).retrieve().bodyToFlux(DataBuffer.class);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
