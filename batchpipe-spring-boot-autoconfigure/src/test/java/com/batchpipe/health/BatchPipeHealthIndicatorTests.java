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

package com.batchpipe.health;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchPipeHealthIndicator}.
 */
class BatchPipeHealthIndicatorTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final BatchPipeClient client = mock(BatchPipeClient.class);

	private final BatchPipeHealthIndicator indicator = new BatchPipeHealthIndicator(this.client, TIMEOUT);

	@BeforeEach
	void deriveSameClient() {
		given(this.client.withOptions(any())).willReturn(this.client);
	}

	@Test
	void whenStatusIs2xxThenUpWithDetails() {
		given(this.client.health()).willReturn(response(200, Map.of("version", "1.2.3", "workers", 4)));
		verify((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("status", 200)
				.containsKey("responseTime")
				.containsEntry("response", Map.of("version", "1.2.3", "workers", 4));
		});
	}

	@Test
	void whenStatusIs503ThenDown() {
		given(this.client.health()).willReturn(response(503, null));
		verify((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("status", 503).doesNotContainKey("response");
		});
	}

	@Test
	void whenResponseIsLargeThenItIsNotShown() {
		given(this.client.health()).willReturn(response(200, Map.of("text", "x".repeat(10_000))));
		verify((health) -> assertThat(health.getDetails()).doesNotContainKey("response"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "OK", "<html>up</html>", "{", "\0", "null", "", "[1]", "1e99999999999" })
	void whenStatusIs2xxThenUpWhateverTheBodyIs(String body) {
		StepVerifier.create(indicator(200, body).health()).assertNext((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("status", "responseTime").containsEntry("status", 200);
		}).expectComplete().verify(Duration.ofSeconds(10));
	}

	@Test
	void whenBodyIsLargerThanAllowedThenUp() {
		StepVerifier.create(indicator(204, "x".repeat(5 * 1024 * 1024)).health())
			.assertNext((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void whenStatusIsNot2xxThenDownWhateverTheBodyIs() {
		StepVerifier.create(indicator(502, "<html>Bad gateway</html>").health()).assertNext((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsOnlyKeys("status", "responseTime").containsEntry("status", 502);
		}).expectComplete().verify(Duration.ofSeconds(10));
	}

	@Test
	void whenServiceSaysWhatNobodyShouldSeeThenItIsMadePrintable() {
		String body = "{\"key\":\"bp_v1_secret\",\"bp_v1_name\":1,\"a\\u202eb\":\"c\\r\\nd\"}";
		StepVerifier.create(indicator(200, body).health())
			.assertNext((health) -> assertThat(health.getDetails()).containsEntry("response",
					Map.of("key", "bp_v1_******", "bp_v1_******", 1, "a b", "c d")))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void whenServiceSaysHugeNumbersThenTheyAreShownAsText() {
		String body = "{\"a\":1e999999999,\"b\":123456789012345678901234567890,\"c\":0.25,\"d\":-7}";
		StepVerifier.create(indicator(200, body).health())
			.assertNext((health) -> assertThat(health.getDetails()).containsEntry("response",
					Map.of("a", "1E+999999999", "b", "123456789012345678901234567890", "c", new BigDecimal("0.25"), "d",
							-7)))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void whenServiceIsNotReachedThenDownWithReasonAndNoStack() {
		BatchPipeClient unreachable = BatchPipeClient.builder().baseUrl("http://127.0.0.1:1").build();
		StepVerifier.create(new BatchPipeHealthIndicator(unreachable, TIMEOUT).health()).assertNext((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsOnlyKeys("error");
			assertThat(health.getDetails().get("error")).asString()
				.startsWith("health: the request was not sent: ConnectException: Connection refused")
				.doesNotContain("\n");
		}).expectComplete().verify(Duration.ofSeconds(10));
	}

	@Test
	void whenClientFailsUnexpectedlyThenDown() {
		given(this.client.health()).willReturn(Mono.error(new IllegalStateException("closed")));
		verify((health) -> assertThat(health.getStatus()).isEqualTo(Status.DOWN));
	}

	private static BatchPipeHealthIndicator indicator(int status, String body) {
		BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl("http://localhost")
			.webClientBuilder(WebClient.builder()
				.exchangeFunction((request) -> Mono
					.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(status)).body(body).build())))
			.build();
		return new BatchPipeHealthIndicator(client, TIMEOUT);
	}

	private void verify(Consumer<Health> requirements) {
		StepVerifier.create(this.indicator.health())
			.assertNext(requirements)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	private static Mono<BatchPipeResponse> response(int status, Object data) {
		return Mono.just(BatchPipeResponse.of(BatchPipeOperation.HEALTH, status, data));
	}

}
