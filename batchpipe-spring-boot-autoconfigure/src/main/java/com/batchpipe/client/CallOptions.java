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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Options for a client derived with {@link BatchPipeClient#withOptions(CallOptions)}.
 * Settings that the options do not specify are taken from the original client. Immutable.
 *
 * @since 0.1.0
 */
public final class CallOptions {

	private static final CallOptions NONE = new CallOptions(null, null, null, null, null);

	private final @Nullable ApiKeyProvider apiKeyProvider;

	private final @Nullable Duration responseTimeout;

	private final @Nullable Duration callTimeout;

	private final @Nullable RetryPolicy retryPolicy;

	private final @Nullable Boolean failedCallsLogged;

	private CallOptions(@Nullable ApiKeyProvider apiKeyProvider, @Nullable Duration responseTimeout,
			@Nullable Duration callTimeout, @Nullable RetryPolicy retryPolicy, @Nullable Boolean failedCallsLogged) {
		this.apiKeyProvider = apiKeyProvider;
		this.responseTimeout = responseTimeout;
		this.callTimeout = callTimeout;
		this.retryPolicy = retryPolicy;
		this.failedCallsLogged = failedCallsLogged;
	}

	/**
	 * Return options that change no settings.
	 * @return the options
	 */
	public static CallOptions none() {
		return NONE;
	}

	/**
	 * Return options with another key.
	 * @param apiKey the key
	 * @return new options
	 */
	public CallOptions withApiKey(ApiKey apiKey) {
		return withApiKeyProvider(ApiKeyProvider.of(apiKey));
	}

	/**
	 * Return options with another provider of the key.
	 * @param apiKeyProvider the provider of the key
	 * @return new options
	 */
	public CallOptions withApiKeyProvider(ApiKeyProvider apiKeyProvider) {
		Assert.notNull(apiKeyProvider, "'apiKeyProvider' must not be null");
		return new CallOptions(apiKeyProvider, this.responseTimeout, this.callTimeout, this.retryPolicy,
				this.failedCallsLogged);
	}

	/**
	 * Return options with another timeout for the complete response to one attempt.
	 * @param responseTimeout the timeout, greater than zero
	 * @return new options
	 */
	public CallOptions withResponseTimeout(Duration responseTimeout) {
		Assert.isTrue(responseTimeout.compareTo(Duration.ZERO) > 0, "'responseTimeout' must be greater than zero");
		return new CallOptions(this.apiKeyProvider, responseTimeout, this.callTimeout, this.retryPolicy,
				this.failedCallsLogged);
	}

	/**
	 * Return options with another timeout for the entire call, including retries.
	 * @param callTimeout the timeout, greater than zero
	 * @return new options
	 */
	public CallOptions withCallTimeout(Duration callTimeout) {
		Assert.isTrue(callTimeout.compareTo(Duration.ZERO) > 0, "'callTimeout' must be greater than zero");
		return new CallOptions(this.apiKeyProvider, this.responseTimeout, callTimeout, this.retryPolicy,
				this.failedCallsLogged);
	}

	/**
	 * Return options with another retry policy.
	 * @param retryPolicy the policy
	 * @return new options
	 */
	public CallOptions withRetryPolicy(RetryPolicy retryPolicy) {
		Assert.notNull(retryPolicy, "'retryPolicy' must not be null");
		return new CallOptions(this.apiKeyProvider, this.responseTimeout, this.callTimeout, retryPolicy,
				this.failedCallsLogged);
	}

	/**
	 * Return options that turn on or off the log messages about calls that end with a
	 * status other than 2xx: at most one every ten seconds for each operation, and none
	 * for health checks. The messages are on by default; turn them off if your code
	 * checks each response.
	 * @param failedCallsLogged whether such calls are logged
	 * @return new options
	 */
	public CallOptions withFailedCallsLogged(boolean failedCallsLogged) {
		return new CallOptions(this.apiKeyProvider, this.responseTimeout, this.callTimeout, this.retryPolicy,
				failedCallsLogged);
	}

	@Nullable ApiKeyProvider apiKeyProvider() {
		return this.apiKeyProvider;
	}

	@Nullable Duration responseTimeout() {
		return this.responseTimeout;
	}

	@Nullable Duration callTimeout() {
		return this.callTimeout;
	}

	@Nullable RetryPolicy retryPolicy() {
		return this.retryPolicy;
	}

	@Nullable Boolean failedCallsLogged() {
		return this.failedCallsLogged;
	}

}
