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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties for BatchPipe.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("batchpipe")
public class BatchPipeProperties {

	/**
	 * Whether to auto-configure BatchPipe.
	 */
	private boolean enabled = true;

	/**
	 * Base URL of the BatchPipe deployment. It must be absolute and have no user info,
	 * query or fragment.
	 */
	private @Nullable String baseUrl;

	/**
	 * Workspace API key. Not required if there is an ApiKeyProvider, or if the
	 * application only ingests records, either with a key for each call or into pipes
	 * that accept records from allowed origins.
	 */
	private @Nullable String apiKey;

	/**
	 * Maximum time to establish a connection.
	 */
	private Duration connectTimeout = Duration.ofSeconds(5);

	/**
	 * Maximum time to wait for the complete response to one attempt.
	 */
	private Duration responseTimeout = Duration.ofSeconds(30);

	/**
	 * Maximum duration of a call, including retries and backoffs.
	 */
	private Duration callTimeout = Duration.ofSeconds(60);

	/**
	 * Maximum size of a response after decompression. A call with a larger 2xx response
	 * fails.
	 */
	private DataSize maxResponseSize = DataSize.ofMegabytes(4);

	private final Ssl ssl = new Ssl();

	private final Retry retry = new Retry();

	private final Health health = new Health();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getResponseTimeout() {
		return this.responseTimeout;
	}

	public void setResponseTimeout(Duration responseTimeout) {
		this.responseTimeout = responseTimeout;
	}

	public Duration getCallTimeout() {
		return this.callTimeout;
	}

	public void setCallTimeout(Duration callTimeout) {
		this.callTimeout = callTimeout;
	}

	public DataSize getMaxResponseSize() {
		return this.maxResponseSize;
	}

	public void setMaxResponseSize(DataSize maxResponseSize) {
		this.maxResponseSize = maxResponseSize;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Health getHealth() {
		return this.health;
	}

	/**
	 * SSL settings.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to use.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Retry settings.
	 */
	public static class Retry {

		/**
		 * Maximum number of retries of a call. Set to 0 to disable retries.
		 */
		private int maxRetries = 2;

		/**
		 * Upper bound of the random wait before the first retry. The bound doubles with
		 * each further retry.
		 */
		private Duration minBackoff = Duration.ofMillis(200);

		/**
		 * Upper bound of the random wait before any retry.
		 */
		private Duration maxBackoff = Duration.ofSeconds(5);

		/**
		 * Maximum wait in response to 'Retry-After'. If BatchPipe asks for a longer wait,
		 * the call is not retried.
		 */
		private Duration maxRetryAfter = Duration.ofSeconds(30);

		/**
		 * Whether to retry POST and PATCH requests that the service may have processed.
		 * Records may then arrive twice.
		 */
		private boolean nonIdempotent;

		public int getMaxRetries() {
			return this.maxRetries;
		}

		public void setMaxRetries(int maxRetries) {
			this.maxRetries = maxRetries;
		}

		public Duration getMinBackoff() {
			return this.minBackoff;
		}

		public void setMinBackoff(Duration minBackoff) {
			this.minBackoff = minBackoff;
		}

		public Duration getMaxBackoff() {
			return this.maxBackoff;
		}

		public void setMaxBackoff(Duration maxBackoff) {
			this.maxBackoff = maxBackoff;
		}

		public Duration getMaxRetryAfter() {
			return this.maxRetryAfter;
		}

		public void setMaxRetryAfter(Duration maxRetryAfter) {
			this.maxRetryAfter = maxRetryAfter;
		}

		public boolean isNonIdempotent() {
			return this.nonIdempotent;
		}

		public void setNonIdempotent(boolean nonIdempotent) {
			this.nonIdempotent = nonIdempotent;
		}

	}

	/**
	 * Health check settings.
	 */
	public static class Health {

		/**
		 * Maximum duration of a health check.
		 */
		private Duration timeout = Duration.ofSeconds(5);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

}
