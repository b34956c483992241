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

package com.batchpipe.autoconfigure;

import java.time.Duration;
import java.util.function.Supplier;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RetryPolicy;

/**
 * Applies the properties to a builder and reports the name of a property whose value the
 * builder rejects.
 */
class BatchPipePropertyMapper {

	private final String prefix;

	private final BatchPipeProperties properties;

	BatchPipePropertyMapper(String prefix, BatchPipeProperties properties) {
		this.prefix = prefix;
		this.properties = properties;
	}

	void applyTo(BatchPipeClient.Builder builder, BatchPipeConnectionDetails connectionDetails) {
		applyBaseUrl(builder, connectionDetails);
		apply("response-timeout", () -> builder.responseTimeout(this.properties.getResponseTimeout()));
		apply("call-timeout", () -> builder.callTimeout(this.properties.getCallTimeout()));
		apply("max-response-size", () -> builder.maxResponseSize(toIntBytes()));
		positive("health.timeout", this.properties.getHealth().getTimeout());
		builder.retryPolicy(retryPolicy(this.properties.getRetry()));
	}

	void applyBaseUrl(BatchPipeClient.Builder builder, BatchPipeConnectionDetails connectionDetails) {
		String baseUrl = connectionDetails.getBaseUrl();
		if (connectionDetails instanceof PropertiesBatchPipeConnectionDetails) {
			apply("base-url", () -> builder.baseUrl(baseUrl));
		}
		else {
			builder.baseUrl(baseUrl);
		}
	}

	/**
	 * Check and return a timeout that no builder checks.
	 */
	Duration positive(String property, Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidBatchPipePropertyException(this.prefix + "." + property, "must be greater than zero",
					null);
		}
		return timeout;
	}

	private int toIntBytes() {
		long bytes = this.properties.getMaxResponseSize().toBytes();
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, bytes));
	}

	private RetryPolicy retryPolicy(BatchPipeProperties.Retry retry) {
		RetryPolicy.Builder builder = RetryPolicy.builder().retryNonIdempotent(retry.isNonIdempotent());
		apply("retry.max-retries", () -> builder.maxRetries(retry.getMaxRetries()));
		apply("retry.min-backoff", () -> builder.minBackoff(retry.getMinBackoff()));
		apply("retry.max-backoff", () -> builder.maxBackoff(retry.getMaxBackoff()));
		apply("retry.max-retry-after", () -> builder.maxRetryAfter(retry.getMaxRetryAfter()));
		return InvalidBatchPipePropertyException.get(this.prefix + ".retry.max-backoff", builder::build);
	}

	private void apply(String property, Supplier<?> action) {
		InvalidBatchPipePropertyException.get(this.prefix + "." + property, action);
	}

}
