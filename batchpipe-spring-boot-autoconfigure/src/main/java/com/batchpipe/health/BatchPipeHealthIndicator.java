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
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeDecodingException;
import com.batchpipe.client.BatchPipeException;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.PrintableText;
import com.batchpipe.client.RetryPolicy;

/**
 * {@link ReactiveHealthIndicator} for BatchPipe that makes one {@code GET /v1/health}
 * call, without the API key and without retries. The health status is up if the response
 * is complete and its HTTP status is 2xx, whatever the body contains.
 *
 * @since 0.1.0
 */
public class BatchPipeHealthIndicator extends AbstractReactiveHealthIndicator {

	private static final int MAX_FIELDS = 10;

	private static final int MAX_TEXT_LENGTH = 200;

	private static final int MAX_DIGITS = 30;

	private final BatchPipeClient client;

	private final Duration timeout;

	/**
	 * Create a new {@code BatchPipeHealthIndicator}.
	 * @param client the client to check
	 * @param timeout how long a check may take, greater than zero
	 */
	public BatchPipeHealthIndicator(BatchPipeClient client, Duration timeout) {
		super("BatchPipe health check failed");
		Assert.notNull(client, "'client' must not be null");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "'timeout' must be greater than zero");
		this.client = client;
		this.timeout = timeout;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		CallOptions options = CallOptions.none().withCallTimeout(this.timeout).withRetryPolicy(RetryPolicy.none());
		return this.client.withOptions(options)
			.health()
			.map((response) -> addResponse(builder, response))
			.onErrorResume(BatchPipeDecodingException.class,
					(ex) -> Mono.just(builder.up().withDetail("status", ex.status())))
			.elapsed()
			.map((timed) -> timed.getT2().withDetail("responseTime", timed.getT1() + "ms").build())
			.onErrorResume(BatchPipeException.class,
					(ex) -> Mono.just(builder.down().withDetail("error", String.valueOf(ex.getMessage())).build()));
	}

	private static Health.Builder addResponse(Health.Builder builder, BatchPipeResponse response) {
		builder.status(response.ok() ? Status.UP : Status.DOWN).withDetail("status", response.status());
		addBody(builder, response.data());
		return builder;
	}

	/**
	 * If the body of the response is a small object, add those of its fields that have
	 * short plain values.
	 */
	private static void addBody(Health.Builder builder, @Nullable JsonNode data) {
		if (data == null || !data.isObject() || data.isEmpty() || data.size() > MAX_FIELDS) {
			return;
		}
		Map<String, Object> body = new LinkedHashMap<>();
		data.forEachEntry((name, value) -> {
			Object plain = plainValue(value);
			if (plain != null) {
				body.put(PrintableText.of(name, MAX_TEXT_LENGTH), plain);
			}
		});
		if (!body.isEmpty()) {
			builder.withDetail("response", body);
		}
	}

	/**
	 * Return a value that can safely be displayed or written as JSON. A number that is
	 * short in the response may have 999,999,999 digits when it is written in full.
	 */
	private static @Nullable Object plainValue(JsonNode value) {
		if (!value.isValueNode() || value.isNull()) {
			return null;
		}
		if (value.isNumber() && isShort(value.numberValue())) {
			return value.numberValue();
		}
		String text = value.asString();
		return (text.length() <= MAX_TEXT_LENGTH) ? PrintableText.of(text, MAX_TEXT_LENGTH) : null;
	}

	private static boolean isShort(Number number) {
		if (number instanceof BigDecimal decimal) {
			return decimal.precision() <= MAX_DIGITS && Math.abs((long) decimal.scale()) <= MAX_DIGITS;
		}
		return !(number instanceof BigInteger integer) || integer.bitLength() <= Long.SIZE;
	}

}
