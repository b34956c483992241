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

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the console output of an application, with Spring Boot's default logging, while
 * BatchPipe does not accept its records.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutageOnTheConsoleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int MANY = 40;

	@ParameterizedTest
	@EnumSource
	void whenOutageEndsThenTwoLinesHaveToldOfIt(Outage outage, CapturedOutput output) {
		Service service = new Service(outage);
		try (HostileServer server = HostileServer.start(service);
				ConfigurableApplicationContext application = application(server.baseUrl(), outage.requestTimeout())) {
			int started = output.length();
			BatchPipePublisher publisher = application.getBean(BatchPipePublisher.class);
			publishUntil(publisher, () -> service.requests.get() >= outage.requests);
			service.works = true;
			await(() -> stats(publisher).buffered() == 0);
			String console = output.toString().substring(started);
			assertThat(console.lines().toList()).as(console).hasSize(2);
			assertThat(console).containsOnlyOnce("WARN").containsOnlyOnce("Sending paused for ");
			assertThat(console).containsOnlyOnce("Sending resumed for ").contains(outage.cause);
		}
	}

	@Test
	void whenNothingListensThenOneLineTellsOfIt(CapturedOutput output) {
		HostileServer server = HostileServer.start((request, peer) -> {
		});
		server.close();
		try (ConfigurableApplicationContext application = application(server.baseUrl(), PATIENCE)) {
			int started = output.length();
			BatchPipePublisher publisher = application.getBean(BatchPipePublisher.class);
			publishUntil(publisher, () -> stats(publisher).requests().retried() >= MANY);
			assertThat(output.toString().substring(started).lines()).singleElement()
				.asString()
				.contains("WARN", "Sending paused for pipe 'orders': Connection refused: ");
		}
	}

	private static ConfigurableApplicationContext application(String baseUrl, Duration requestTimeout) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--batchpipe.base-url=" + baseUrl, "--batchpipe.api-key=bp_v1_console",
					"--batchpipe.publisher.linger=1ms", "--batchpipe.publisher.min-backoff=1ms",
					"--batchpipe.publisher.max-backoff=10ms", "--batchpipe.publisher.probe-interval=10ms",
					"--batchpipe.publisher.request-timeout=" + requestTimeout);
	}

	private static void publishUntil(BatchPipePublisher publisher, BooleanSupplier end) {
		AtomicInteger number = new AtomicInteger();
		await(() -> {
			publisher.tryPublish("orders", Map.of("n", number.incrementAndGet()));
			return end.getAsBoolean();
		});
	}

	private static void await(BooleanSupplier end) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(end::getAsBoolean);
	}

	private static PipeStats stats(BatchPipePublisher publisher) {
		PipeStats stats = publisher.stats("orders");
		assertThat(stats).isNotNull();
		return stats;
	}

	enum Outage {

		CLOSED("pipe 'orders': the server closed the connection", MANY, HostileServer.Peer::close),

		RESET("pipe 'orders': Connection reset", MANY, HostileServer.Peer::reset),

		TRUNCATED("pipe 'orders': ", MANY, (peer) -> {
			peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
			peer.reset();
		}),

		NO_HTTP("pipe 'orders': ", MANY, (peer) -> peer.send("SSH-2.0-OpenSSH_9.2\r\n\r\n")),

		BROKEN_GATEWAY("pipe 'orders': 502 Bad Gateway", MANY, (peer) -> peer.send(HostileServer.response(502, "{}"))),

		SILENCE("pipe 'orders': no response in time (the request timeout is 300 ms)", 8, (peer) -> {
		}),

		RATE_LIMIT("pipe 'orders': 429 (Retry-After 1 s)", 3,
				(peer) -> peer.send("HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n")),

		WRONG_KEY("all pipes: 401 (BatchPipe does not accept the API key)", MANY,
				(peer) -> peer.send(HostileServer.response(401, "{\"error\":\"unauthorized\"}")));

		private final String cause;

		private final int requests;

		private final Action action;

		Outage(String cause, int requests, Action action) {
			this.cause = cause;
			this.requests = requests;
			this.action = action;
		}

		/**
		 * Return the request timeout: short if the server never responds, so that the
		 * test does not take long; otherwise, long enough for any stall.
		 */
		private Duration requestTimeout() {
			return (this == SILENCE) ? Duration.ofMillis(300) : PATIENCE;
		}

	}

	@FunctionalInterface
	private interface Action {

		void respond(HostileServer.Peer peer) throws IOException;

	}

	/**
	 * Fails until it is enabled.
	 */
	private static final class Service implements HostileServer.Script {

		private final AtomicInteger requests = new AtomicInteger();

		private final Outage outage;

		private volatile boolean works;

		Service(Outage outage) {
			this.outage = outage;
		}

		@Override
		public void respond(HostileServer.Request request, HostileServer.Peer peer) throws IOException {
			if (this.works) {
				peer.send(HostileServer.response(202, "{}"));
			}
			else {
				this.requests.incrementAndGet();
				this.outage.action.respond(peer);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
			WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class })
	static class Application {

	}

}
