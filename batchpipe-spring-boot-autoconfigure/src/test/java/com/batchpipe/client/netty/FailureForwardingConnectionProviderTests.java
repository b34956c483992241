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

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import com.batchpipe.hostile.HostileServer;
import com.batchpipe.hostile.RecordedLog;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureForwardingConnectionProvider}with a plain {@link HttpClient}.
 */
class FailureForwardingConnectionProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final RecordedLog log = RecordedLog.start();

	private final ConnectionProvider connections = BatchPipeConnectionProvider.create("test");

	private HostileServer server;

	@AfterEach
	void close() {
		this.log.close();
		this.connections.disposeLater().block(PATIENCE);
		this.server.close();
	}

	@Test
	void whenConnectionIsResetThenOnlyTheSubscriberIsTold() {
		this.server = HostileServer.start((request, peer) -> peer.reset());
		StepVerifier.create(post(client())).expectError(SentRequestException.class).verify(PATIENCE);
		assertThat(this.log.linesOfOthers()).isEmpty();
	}

	@Test
	void whenConnectionIsResetAfterARequestThenTheRequestIsNotSentAgain() {
		this.server = HostileServer.start((request, peer) -> peer.reset());
		StepVerifier.create(post(client())).expectError().verify(PATIENCE);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void whenConnectionIsClosedWithoutAResponseThenOnlyTheSubscriberIsTold() {
		this.server = HostileServer.start((request, peer) -> peer.close());
		StepVerifier.create(post(client())).expectError(PrematureCloseException.class).verify(PATIENCE);
		assertThat(this.log.linesOfOthers()).isEmpty();
	}

	@Test
	void whenConnectionIsRefusedThenOnlyTheSubscriberIsTold() {
		this.server = HostileServer.start((request, peer) -> peer.close());
		this.server.close();
		StepVerifier.create(post(client())).expectError(ConnectException.class).verify(PATIENCE);
		assertThat(this.log.linesOfOthers()).isEmpty();
	}

	@Test
	void whenConnectionFailsThenItIsNotUsedAgain() {
		this.server = HostileServer.start((request, peer) -> peer
			.send((request.connection() == 1) ? "no HTTP\r\n\r\n" : HostileServer.response(200, "{}")));
		StepVerifier.create(post(client())).expectError().verify(PATIENCE);
		StepVerifier.create(post(client())).expectNext("{}").expectComplete().verify(PATIENCE);
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void whenConnectionFailsThenTheObserverOfTheApplicationIsToldToo() {
		this.server = HostileServer.start((request, peer) -> peer.close());
		List<Throwable> observed = new CopyOnWriteArrayList<>();
		HttpClient client = client().observe(new ConnectionObserver() {

			@Override
			public void onStateChange(Connection connection, State state) {
			}

			@Override
			public void onUncaughtException(Connection connection, Throwable ex) {
				observed.add(ex);
			}

		});
		StepVerifier.create(post(client)).expectError().verify(PATIENCE);
		assertThat(observed).singleElement().isInstanceOf(PrematureCloseException.class);
	}

	@Test
	void whenTheApplicationFollowsRedirectsThenItStillDoes() {
		this.server = HostileServer
			.start((request, peer) -> peer.send((request.target().equals("/there")) ? HostileServer.response(200, "{}")
					: "HTTP/1.1 307 Go\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"));
		StepVerifier.create(post(client().followRedirect(true))).expectNext("{}").expectComplete().verify(PATIENCE);
	}

	private HttpClient client() {
		return HttpClient.create(this.connections).baseUrl(this.server.baseUrl());
	}

	private static Mono<String> post(HttpClient client) {
		return client.post()
			.uri("/here")
			.send(Mono.fromSupplier(() -> Unpooled.copiedBuffer("[]", StandardCharsets.UTF_8)))
			.responseSingle((response, content) -> content.asString());
	}

}
