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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Defines how often a call is retried and how long to wait before each retry: an
 * exponential backoff with full jitter (a random wait between zero and a growing upper
 * bound), or longer if the service asks for a longer wait. By default, a {@code POST} or
 * {@code PATCH} is retried only if the request was not sent, or if the response is any
 * 429 or a 503 with {@code Retry-After}. These responses are assumed to mean that the
 * request was not processed. BatchPipe does not document this. Immutable.
 *
 * @since 0.1.0
 */
public final class RetryPolicy {

	private static final RetryPolicy DEFAULTS = builder().build();

	private static final RetryPolicy NONE = builder().maxRetries(0).build();

	private final int maxRetries;

	private final Duration minBackoff;

	private final Duration maxBackoff;

	private final Duration maxRetryAfter;

	private final boolean retryNonIdempotent;

	private RetryPolicy(Builder builder) {
		this.maxRetries = builder.maxRetries;
		this.minBackoff = builder.minBackoff;
		this.maxBackoff = builder.maxBackoff;
		this.maxRetryAfter = builder.maxRetryAfter;
		this.retryNonIdempotent = builder.retryNonIdempotent;
	}

	/**
	 * Return the default policy: 2 retries after backoffs of up to 200 and 400
	 * milliseconds, or after the wait that the service asks for if it is longer than the
	 * backoff but not longer than 30 seconds.
	 * @return the policy
	 */
	public static RetryPolicy defaults() {
		return DEFAULTS;
	}

	/**
	 * Return a policy that never retries.
	 * @return the policy
	 */
	public static RetryPolicy none() {
		return NONE;
	}

	/**
	 * Return a new builder that starts with the defaults.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return whether {@code POST} and {@code PATCH} requests that the service may have
	 * processed are retried.
	 * @return {@code true} if they are retried, in which case records may arrive twice
	 */
	public boolean isRetryNonIdempotent() {
		return this.retryNonIdempotent;
	}

	/**
	 * Return how long to wait before the next attempt.
	 * @param failedAttempts the number of failed attempts so far, at least one
	 * @param retryAfter how long the service asks the caller to wait, possibly zero, or
	 * {@code null} if it does not specify a time
	 * @param remaining the remaining time of the call
	 * @return the wait, or {@code null} if the call must not be retried, because the
	 * retries are exhausted, the service asks for a longer wait than the policy allows,
	 * or the wait would exceed the remaining time of the call
	 */
	public @Nullable Duration nextDelay(int failedAttempts, @Nullable Duration retryAfter, Duration remaining) {
		return nextDelay(failedAttempts, retryAfter, remaining, () -> ThreadLocalRandom.current().nextDouble());
	}

	@Nullable Duration nextDelay(int failedAttempts, @Nullable Duration retryAfter, Duration remaining, DoubleSupplier random) {
		if (failedAttempts > this.maxRetries) {
			return null;
		}
		if (retryAfter != null && retryAfter.compareTo(this.maxRetryAfter) > 0) {
			return null;
		}
		Duration delay = jitter(backoff(failedAttempts), random);
		if (retryAfter != null && retryAfter.compareTo(delay) > 0) {
			delay = retryAfter;
		}
		return (delay.compareTo(remaining) < 0) ? delay : null;
	}

	private Duration backoff(int failedAttempts) {
		Duration backoff = this.minBackoff;
		for (int i = 1; i < failedAttempts && backoff.compareTo(this.maxBackoff) < 0; i++) {
			backoff = backoff.multipliedBy(2);
		}
		return (backoff.compareTo(this.maxBackoff) < 0) ? backoff : this.maxBackoff;
	}

	private static Duration jitter(Duration backoff, DoubleSupplier random) {
		return Duration.ofNanos((long) (backoff.toNanos() * random.getAsDouble()));
	}

	@Override
	public String toString() {
		return "RetryPolicy[maxRetries=" + this.maxRetries + ", minBackoff=" + this.minBackoff + ", maxBackoff="
				+ this.maxBackoff + ", maxRetryAfter=" + this.maxRetryAfter + ", retryNonIdempotent="
				+ this.retryNonIdempotent + "]";
	}

	/**
	 * Builder for {@link RetryPolicy}. Not safe for use by multiple threads.
	 */
	public static final class Builder {

		private int maxRetries = 2;

		private Duration minBackoff = Duration.ofMillis(200);

		private Duration maxBackoff = Duration.ofSeconds(5);

		private Duration maxRetryAfter = Duration.ofSeconds(30);

		private boolean retryNonIdempotent;

		private Builder() {
		}

		/**
		 * Set the maximum number of retries of a call. The default is 2.
		 * @param maxRetries the number of retries, zero for none
		 * @return this builder
		 */
		public Builder maxRetries(int maxRetries) {
			Assert.isTrue(maxRetries >= 0, "'maxRetries' must not be negative");
			this.maxRetries = maxRetries;
			return this;
		}

		/**
		 * Set the upper bound of the wait before the first retry. The bound doubles with
		 * each further retry. The default is 200 milliseconds.
		 * @param minBackoff the backoff, greater than zero
		 * @return this builder
		 */
		public Builder minBackoff(Duration minBackoff) {
			Assert.isTrue(minBackoff.compareTo(Duration.ZERO) > 0, "'minBackoff' must be greater than zero");
			this.minBackoff = minBackoff;
			return this;
		}

		/**
		 * Set the upper bound of the random wait before any retry. The default is 5
		 * seconds.
		 * @param maxBackoff the backoff, not less than the minimum
		 * @return this builder
		 */
		public Builder maxBackoff(Duration maxBackoff) {
			Assert.isTrue(maxBackoff.compareTo(Duration.ZERO) > 0, "'maxBackoff' must be greater than zero");
			this.maxBackoff = maxBackoff;
			return this;
		}

		/**
		 * Set the longest wait that the service may ask for with {@code Retry-After}. If
		 * it asks for a longer wait, the call is not retried. The default is 30 seconds.
		 * @param maxRetryAfter the wait, not negative
		 * @return this builder
		 */
		public Builder maxRetryAfter(Duration maxRetryAfter) {
			Assert.isTrue(!maxRetryAfter.isNegative(), "'maxRetryAfter' must not be negative");
			this.maxRetryAfter = maxRetryAfter;
			return this;
		}

		/**
		 * Set whether to retry {@code POST} and {@code PATCH} requests that the service
		 * may have processed. Records may then arrive twice. The default is
		 * {@code false}.
		 * @param retryNonIdempotent whether to retry such requests
		 * @return this builder
		 */
		public Builder retryNonIdempotent(boolean retryNonIdempotent) {
			this.retryNonIdempotent = retryNonIdempotent;
			return this;
		}

		/**
		 * Build the policy.
		 * @return the policy
		 * @throws IllegalArgumentException if the maximum backoff is less than the
		 * minimum backoff
		 */
		public RetryPolicy build() {
			Assert.isTrue(this.minBackoff.compareTo(this.maxBackoff) <= 0,
					"'maxBackoff' must not be less than 'minBackoff'");
			return new RetryPolicy(this);
		}

	}

}
