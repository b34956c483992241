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

package com.batchpipe.publisher.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.RetryPolicy;
import com.batchpipe.publisher.log.WaitText;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CauseText} and {@link WaitText}.
 */
class CauseTextTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			401 |      | 401 (BatchPipe does not accept the API key)
			402 |      | 402 Payment Required
			403 |      | 403 (the API key lacks permission)
			404 |      | 404 (unknown pipe)
			429 |      | 429
			429 | 0    | 429
			429 | 30   | 429 (Retry-After 30 s)
			429 | 3600 | 429 (Retry-After 60 min)
			500 |      | 500 Internal Server Error
			503 | 5    | 503 Service Unavailable (Retry-After 5 s)
			599 |      | 599
			""")
	void whenThereIsAResponseThenItsStatusIsNamed(int status, String retryAfter, String text) {
		HttpHeaders headers = new HttpHeaders();
		if (retryAfter != null) {
			headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
		}
		assertThat(CauseText
			.of(RequestOutcome.of(BatchPipeResponse.of(BatchPipeOperation.INGEST, status, null, headers)), TIMEOUT))
			.isEqualTo(text);
	}

	@Test
	void whenThereIsNoResponseInTimeThenTheTimeIsNamed() {
		assertThat(CauseText.of(RequestOutcome.notInTime(), TIMEOUT))
			.isEqualTo("no response in time (the request timeout is 10 s)");
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(new ConnectException("Connection refused: localhost/127.0.0.1:1"),
						"Connection refused: localhost/127.0.0.1:1"),
				Arguments.of(
						new ConnectException(
								"finishConnect(..) failed with error(-111): Connection refused: localhost/127.0.0.1:1"),
						"Connection refused: localhost/127.0.0.1:1"),
				Arguments.of(new ConnectException(), "connection failed"),
				Arguments.of(new TimeoutException("no response"), "no response in time (the request timeout is 10 s)"),
				Arguments.of(new UnknownHostException("Failed to resolve 'batchpipe.invalid' [A(1)]"),
						"unknown host batchpipe.invalid"),
				Arguments.of(new UnknownHostException("batchpipe.invalid: Name or service not known"),
						"unknown host batchpipe.invalid"),
				Arguments.of(new UnknownHostException("batchpipe.invalid"), "unknown host batchpipe.invalid"),
				Arguments.of(new UnknownHostException(), "unknown host"),
				Arguments.of(tls(), "TLS: unable to find valid certification path to requested target"),
				Arguments.of(new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
						"Connection reset by peer"),
				Arguments.of(new IOException("two\r\nlines"), "two lines"),
				Arguments.of(new IOException("x".repeat(1000)), "x".repeat(200) + "..."),
				Arguments.of(new IllegalStateException(), "IllegalStateException"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenThereIsNoResponseThenTheReasonIsNamed(Throwable failure, String text) {
		assertThat(CauseText.of(RequestOutcome.of(failure), TIMEOUT)).isEqualTo(text);
	}

	@Test
	void whenTheApiKeyProviderFailsThenItIsNamed() {
		try (BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl("http://localhost")
			.apiKeyProvider(() -> Mono.error(new ConnectException("Connection refused: vault/192.0.2.1:8200")))
			.retryPolicy(RetryPolicy.none())
			.build()) {
			Mono<RequestOutcome> outcome = client.ingest("pipe", List.of(Map.of()))
				.map(RequestOutcome::of)
				.onErrorResume((ex) -> Mono.just(RequestOutcome.of(ex)));
			assertThat(CauseText.of(outcome.block(TIMEOUT), TIMEOUT))
				.isEqualTo("the ApiKeyProvider failed: Connection refused: vault/192.0.2.1:8200");
		}
	}

	private static Throwable tls() {
		SSLHandshakeException ex = new SSLHandshakeException("PKIX path building failed");
		ex.initCause(new CertificateException("unable to find valid certification path to requested target"));
		return new IOException("the handshake failed", ex);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0 ms", "999, 999 ms", "1000, 1 s", "4149, 4.1 s", "9960, 10 s", "61000, 61 s", "119400, 119 s",
			"120000, 2 min", "303000, 5 min 3 s", "7200000, 2 h", "11100000, 3 h 5 min" })
	void whenTimeIsWrittenThenItIsAsCoarseAsPeopleReadIt(long millis, String text) {
		assertThat(WaitText.of(Duration.ofMillis(millis))).isEqualTo(text);
	}

}
