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

package com.batchpipe.publisher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RawJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for compressed requests over HTTP. The server examines the received bytes without
 * decoding by a library.
 */
class GzipTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final DisposableServer server = HttpServer.create()
		.host("127.0.0.1")
		.handle((request, response) -> request.receive().aggregate().asByteArray().flatMap((body) -> {
			this.received.add(new Received(request.requestHeaders().get("Content-Encoding"),
					request.requestHeaders().get("Content-Type"), body));
			return response.status(200).send().then();
		}))
		.bindNow();

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl("http://127.0.0.1:" + this.server.port())
		.apiKey(ApiKey.of("bp_v1_gzip"))
		.build();

	@AfterEach
	void stop() {
		this.client.close();
		this.server.disposeNow();
	}

	@Test
	void whenBodyIsLargeEnoughThenItIsCompressedAndDecompressesToTheArray() throws IOException {
		Received request = publish(1000, 200);
		assertThat(request.encoding()).isEqualTo("gzip");
		assertThat(request.type()).startsWith("application/json");
		assertThat(request.body()).hasSizeLessThan(1000);
		byte[] json = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
		assertThat(JsonMapper.shared().readTree(json).get(0).get("text").asString()).isEqualTo("x".repeat(1000));
	}

	@Test
	void whenBodyIsOfExactlyTheLeastSizeThenItIsCompressed() throws IOException {
		Received request = publish(1000, 1013);
		assertThat(request.encoding()).isEqualTo("gzip");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes()).hasSize(1013);
	}

	@Test
	void whenBodyIsSmallerThanTheLeastSizeThenItIsSentAsItIs() {
		Received request = publish(1000, 1014);
		assertThat(request.encoding()).isNull();
		assertThat(request.body()).hasSize(1013);
	}

	@Test
	void whenTheCallerHasCompressedThenTheClientSendsItAsItIs() throws IOException {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
			out.write("[{\"n\":1}]".getBytes(StandardCharsets.UTF_8));
		}
		this.client.ingest("a", RawJson.of(compressed.toByteArray()), IngestOptions.none().withContentEncoding("gzip"))
			.block(PATIENCE);
		assertThat(this.received).singleElement().satisfies((request) -> {
			assertThat(request.encoding()).isEqualTo("gzip");
			assertThat(request.body()).isEqualTo(compressed.toByteArray());
		});
	}

	private Received publish(int textLength, int gzipMinSize) {
		BatchPipePublisher publisher = BatchPipePublisher.builder(this.client)
			.linger(Duration.ofMillis(1))
			.gzip(true)
			.gzipMinSize(gzipMinSize)
			.build();
		publisher.send("a", Map.of("text", "x".repeat(textLength)))
			.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS)
			.join();
		publisher.close();
		assertThat(this.received).hasSize(1);
		return this.received.get(0);
	}

	/**
	 * The received request.
	 */
	private record Received(@Nullable String encoding, @Nullable String type, byte[] body) {
	}

}
