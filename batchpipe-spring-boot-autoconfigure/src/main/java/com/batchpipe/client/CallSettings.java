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
import java.util.Objects;

/**
 * The settings of a client that a derived client can override.
 *
 * @param apiKeyProvider the provider of the key
 * @param responseTimeout the timeout for the complete response to one attempt
 * @param callTimeout the timeout for the entire call, including retries and backoffs
 * @param retryPolicy the policy that decides whether an attempt is retried
 * @param failedCallsLogged whether calls that end with a status other than 2xx are logged
 */
record CallSettings(ApiKeyProvider apiKeyProvider, Duration responseTimeout, Duration callTimeout,
		RetryPolicy retryPolicy, boolean failedCallsLogged) {

	/**
	 * The maximum timeout. A longer one could cause an overflow when it is added to the
	 * nanoseconds of the clock.
	 */
	private static final Duration MAX_TIMEOUT = Duration.ofDays(365);

	CallSettings {
		responseTimeout = atMost(responseTimeout);
		callTimeout = atMost(callTimeout);
	}

	private static Duration atMost(Duration timeout) {
		return (timeout.compareTo(MAX_TIMEOUT) < 0) ? timeout : MAX_TIMEOUT;
	}

	CallSettings with(CallOptions options) {
		return new CallSettings(Objects.requireNonNullElse(options.apiKeyProvider(), this.apiKeyProvider),
				Objects.requireNonNullElse(options.responseTimeout(), this.responseTimeout),
				Objects.requireNonNullElse(options.callTimeout(), this.callTimeout),
				Objects.requireNonNullElse(options.retryPolicy(), this.retryPolicy),
				Objects.requireNonNullElse(options.failedCallsLogged(), this.failedCallsLogged));
	}

}
