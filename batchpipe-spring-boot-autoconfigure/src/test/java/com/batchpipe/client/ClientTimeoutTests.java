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

package com.batchpipe.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.zip.GZIPOutputStream;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the timeouts and limits of {@link BatchPipeClient}.
 */
class ClientTimeoutTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int MEGABYTE = 1024 * 1024;

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.options().dynamicPort().gzipDisabled(true))
		.build();

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl(server.baseUrl())
		.apiKey(ApiKey.of("bp_v1_timeout"))
		.retryPolicy(RetryPolicy.none())
		.responseTimeout(PATIENCE)
		.build();

	@AfterEach
	void closeClient() {
		this.client.close();
	}

	@Test
	void whenServerDribblesItsResponseThenItEndsAtTheResponseTimeout() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.okJson("{\"a\":\"12345678\"}").withChunkedDribbleDelay(15, 15_000)));
		BatchPipeClient hasty = this.client.withOptions(CallOptions.none().withResponseTimeout(Duration.ofMillis(700)));
		long start = System.nanoTime();
		assertThatExceptionOfType(BatchPipeTimeoutException.class).isThrownBy(() -> hasty.listPipes().block(PATIENCE))
			.withMessageContaining("response timeout of PT0.7S");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(650),
				Duration.ofSeconds(5));
	}

	@Test
	void whenServerDribblesTheBodyOfAnErrorThenStatusIsNotHidden() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.aResponse()
				.withStatus(422)
				.withBody("{\"error\":\"unprocessable\"}")
				.withChunkedDribbleDelay(20, 10_000)));
		BatchPipeClient hasty = this.client.withOptions(CallOptions.none().withResponseTimeout(Duration.ofSeconds(4)));
		BatchPipeResponse response = hasty.createPipe(OperationCall.BODY).block(PATIENCE);
		assertThat(response.status()).isEqualTo(422);
		assertThat(response.data()).isNull();
	}

	@Test
	void whenCallTimeoutIsShorterThanResponseTimeoutThenItCounts() {
		server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok().withFixedDelay(15_000)));
		BatchPipeClient hasty = this.client.withOptions(CallOptions.none().withCallTimeout(Duration.ofMillis(200)));
		assertThatExceptionOfType(BatchPipeTimeoutException.class).isThrownBy(() -> hasty.listPipes().block(PATIENCE))
			.withMessageContaining("the call took longer than the call timeout of PT0.2S");
	}

	@Test
	void whenServerDoesNotAcceptConnectionsThenConnectTimeoutCountsAndRequestWasNotSent() throws IOException {
		List<SocketChannel> waiting = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			for (int i = 0; i < 4; i++) {
				SocketChannel channel = SocketChannel.open();
				channel.configureBlocking(false);
				channel.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()));
				waiting.add(channel);
			}
			BatchPipeClient patient = BatchPipeClient.builder()
				.baseUrl("http://127.0.0.1:" + full.getLocalPort())
				.retryPolicy(RetryPolicy.none())
				.build();
			assertThatExceptionOfType(BatchPipeTransportException.class)
				.isThrownBy(() -> patient.ingest(OperationCall.PIPE, OperationCall.BODY).block(PATIENCE))
				.satisfies((ex) -> assertThat(ex.requestSent()).isEqualTo(RequestSent.NO))
				.withMessageContaining("ConnectTimeoutException");
			patient.close();
		}
		finally {
			for (SocketChannel channel : waiting) {
				channel.close();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 202 })
	void whenResponseIsLargerThanTheLimitThenItIsADecodingFailure(int status) {
		respond(status, "\"" + "x".repeat(5 * MEGABYTE) + "\"");
		assertThatExceptionOfType(BatchPipeDecodingException.class)
			.isThrownBy(() -> this.client.listPipes().block(PATIENCE))
			.withMessageContaining(status + ", but the response is larger than 4194304 bytes")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status));
		assertThat(server.getAllServeEvents()).hasSize(1);
	}

	@Test
	void whenResponseIsAsLargeAsTheLimitThenItIsRead() {
		respond(200, "\"" + "x".repeat(4 * MEGABYTE - 2) + "\"");
		assertThat(this.client.listPipes().block(PATIENCE).data().stringValue()).hasSize(4 * MEGABYTE - 2);
	}

	@Test
	void whenBodyOfAnErrorIsLargerThanTheLimitThenStatusIsNotHidden() {
		respond(400, "\"" + "x".repeat(5 * MEGABYTE) + "\"");
		BatchPipeResponse response = this.client.createPipe(OperationCall.BODY).block(PATIENCE);
		assertThat(response.status()).isEqualTo(400);
		assertThat(response.data()).isNull();
	}

	@Test
	void whenResponseIsCompressedThenItIsRead() throws IOException {
		respond(200, gzip("{\"a\":1}".getBytes(), 1));
		assertThat(this.client.listPipes().block(PATIENCE).data()).hasToString("{\"a\":1}");
	}

	@Test
	void whenResponseIsNotTheGzipItClaimsToBeThenItIsADecodingFailure() {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.ok("this is no gzip at all").withHeader("Content-Encoding", "gzip")));
		assertThatExceptionOfType(BatchPipeDecodingException.class)
			.isThrownBy(() -> this.client.listPipes().block(PATIENCE));
	}

	@Test
	void whenResponseIsAGzipBombThenItIsADecodingFailureInBoundedMemory() throws IOException {
		respond(200, gzip(new byte[MEGABYTE], 512));
		ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
		try {
			long before = usedBuffers();
			LongAccumulator peak = new LongAccumulator(Math::max, before);
			sampler.scheduleAtFixedRate(() -> peak.accumulate(usedBuffers()), 0, 1, TimeUnit.MILLISECONDS);
			assertThatExceptionOfType(BatchPipeDecodingException.class)
				.isThrownBy(() -> this.client.listPipes().block(PATIENCE))
				.withMessageContaining("larger than 4194304 bytes");
			assertThat(peak.get() - before).isLessThan(128L * MEGABYTE);
		}
		finally {
			sampler.shutdownNow();
		}
	}

	private static long usedBuffers() {
		ByteBufAllocatorMetric metric = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
		return metric.usedDirectMemory() + metric.usedHeapMemory();
	}

	private static byte[] gzip(byte[] block, int times) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			for (int i = 0; i < times; i++) {
				gzip.write(block);
			}
		}
		return bytes.toByteArray();
	}

	private static void respond(int status, String body) {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.aResponse()
				.withStatus(status)
				.withHeader("Content-Type", "application/json")
				.withBody(body)));
	}

	private static void respond(int status, byte[] gzip) {
		server.stubFor(WireMock.any(WireMock.anyUrl())
			.willReturn(WireMock.aResponse()
				.withStatus(status)
				.withHeader("Content-Type", "application/json")
				.withHeader("Content-Encoding", "gzip")
				.withBody(gzip)));
	}

}
