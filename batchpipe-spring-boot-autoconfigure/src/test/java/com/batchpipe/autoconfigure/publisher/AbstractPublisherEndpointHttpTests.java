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

package com.batchpipe.autoconfigure.publisher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the endpoint over HTTP, on a server with five threads.
 */
@Timeout(60)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		classes = AbstractPublisherEndpointHttpTests.Application.class,
		properties = { "server.shutdown=immediate", "server.tomcat.threads.max=5",
				"spring.web.error.include-message=always", "management.endpoints.web.exposure.include=batchpipe",
				"batchpipe.base-url=http://localhost:1", "batchpipe.publisher.pipe-id=a",
				"batchpipe.publisher.linger=1m", "batchpipe.publisher.request-timeout=100ms",
				"batchpipe.publisher.drain-timeout=1ms", "batchpipe.workspaces.audit.api-key=bp_v1_audit" })
abstract class AbstractPublisherEndpointHttpTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Autowired
	private BatchPipePublisher publisher;

	@Autowired
	private AtomicBoolean serviceHangs;

	@Value("${local.server.port}")
	private int port;

	@AfterEach
	void deliverWhatIsBuffered() {
		this.serviceHangs.set(false);
		assertThat(this.publisher.flush(Duration.ofSeconds(30)).complete()).isTrue();
	}

	@Test
	void whenThereIsNoContentTypeThenItFlushes() throws Exception {
		publish();
		assertFlushed(send(request().POST(BodyPublishers.noBody())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"timeout\":\"20s\"}" })
	void whenContentTypeIsJsonThenItFlushesWithOrWithoutTimeout(String body) throws Exception {
		publish();
		assertFlushed(send(json(body)));
	}

	@Test
	void whenTheTimeoutPassesThenItTellsWhatRemains() throws Exception {
		this.serviceHangs.set(true);
		publish();
		HttpResponse<String> response = send(json("{\"timeout\":\"1ms\"}"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(read(response).get("remaining").asLong()).isOne();
	}

	@Test
	void whenTheTimeoutIsTooLongThenItIsABadRequest() throws Exception {
		HttpResponse<String> response = send(json("{\"timeout\":\"P30D\"}"));
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("'timeout' must be between 0 and 20 seconds");
	}

	@Test
	void whenMoreFlushesWaitThanTheServerHasThreadsThenItStillServes() throws Exception {
		this.serviceHangs.set(true);
		publish();
		List<Socket> waiting = new ArrayList<>();
		try {
			for (int i = 0; i < 10; i++) {
				waiting.add(postWithoutReading("{\"timeout\":\"20s\"}"));
			}
			assertThat(send(request().GET()).statusCode()).isEqualTo(200);
		}
		finally {
			for (Socket socket : waiting) {
				socket.close();
			}
		}
	}

	@Test
	void furtherWorkspaceHasItsOwnFigures() throws Exception {
		publish();
		assertThat(read(send(request("/audit").GET())).get("pipes").isEmpty()).isTrue();
		assertThat(read(send(request().GET())).get("pipes").isEmpty()).isFalse();
		assertThat(send(request("/other").GET()).statusCode()).isEqualTo(404);
	}

	@Test
	void furtherWorkspaceIsFlushedAlone() throws Exception {
		publish();
		HttpResponse<String> response = send(request("/audit").POST(BodyPublishers.noBody()));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(read(response).get("delivered").asLong()).isZero();
		assertThat(send(request("/other").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(400);
	}

	private void publish() {
		this.publisher.publish(Map.of("n", 1));
	}

	private static void assertFlushed(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(read(response).get("delivered").asLong()).isOne();
		assertThat(read(response).get("remaining").asLong()).isZero();
	}

	private static JsonNode read(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpRequest.Builder request() {
		return request("");
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/actuator/batchpipe" + path))
			.timeout(PATIENCE);
	}

	private HttpRequest.Builder json(String body) {
		return request().header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private Socket postWithoutReading(String body) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.getOutputStream()
			.write(("POST /actuator/batchpipe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
					+ "Content-Length: " + body.length() + "\r\n\r\n" + body)
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		AtomicBoolean serviceHangs() {
			return new AtomicBoolean();
		}

		@Bean
		BatchPipeClient batchPipeClient(AtomicBoolean serviceHangs) {
			BatchPipeClient client = mock(BatchPipeClient.class);
			given(client.withOptions(any())).willReturn(client);
			given(client.ingest(any(), any())).willReturn(Mono.defer(() -> serviceHangs.get() ? Mono.never()
					: Mono.just(BatchPipeResponse.of(BatchPipeOperation.INGEST, 200, null))));
			return client;
		}

	}

}
