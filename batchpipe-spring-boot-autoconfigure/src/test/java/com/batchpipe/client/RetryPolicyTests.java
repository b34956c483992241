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
import java.util.function.DoubleSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RetryPolicy}.
 */
class RetryPolicyTests {

	private static final Duration PLENTY = Duration.ofMinutes(10);

	private static final DoubleSupplier LONGEST = () -> 1;

	private static final DoubleSupplier SHORTEST = () -> 0;

	@Test
	void whenDefaultsAreUsedThenThereAreTwoRetries() {
		RetryPolicy policy = RetryPolicy.defaults();
		assertThat(policy.nextDelay(1, null, PLENTY)).isNotNull();
		assertThat(policy.nextDelay(2, null, PLENTY)).isNotNull();
		assertThat(policy.nextDelay(3, null, PLENTY)).isNull();
		assertThat(policy.isRetryNonIdempotent()).isFalse();
	}

	@Test
	void whenThereAreNoRetriesThenFirstFailureIsTheLast() {
		assertThat(RetryPolicy.none().nextDelay(1, Duration.ofMillis(1), PLENTY)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "1, 200", "2, 400", "3, 800", "4, 1600", "5, 3200", "6, 5000", "7, 5000", "1000, 5000" })
	void whenAttemptsFailThenBackoffDoublesUpToItsMaximum(int failedAttempts, long millis) {
		RetryPolicy policy = RetryPolicy.builder().maxRetries(1000).build();
		assertThat(policy.nextDelay(failedAttempts, null, PLENTY, LONGEST)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void whenJitterIsFullThenBackoffStartsAtZero() {
		assertThat(RetryPolicy.defaults().nextDelay(2, null, PLENTY, SHORTEST)).isEqualTo(Duration.ZERO);
	}

	@Test
	void whenDelaysAreDrawnThenTheySpreadOverTheWholeBackoff() {
		RetryPolicy policy = RetryPolicy.defaults();
		long early = 0;
		for (int i = 0; i < 1000; i++) {
			Duration delay = policy.nextDelay(1, null, PLENTY);
			assertThat(delay).isBetween(Duration.ZERO, Duration.ofMillis(200));
			early += (delay.toMillis() < 100) ? 1 : 0;
		}
		assertThat(early).isBetween(350L, 650L);
	}

	@Test
	void whenServiceAsksToWaitLongerThanTheBackoffThenItsWishIsDone() {
		assertThat(RetryPolicy.defaults().nextDelay(1, Duration.ofSeconds(7), PLENTY, LONGEST))
			.isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void whenServiceAsksForLessThanTheBackoffThenBackoffStands() {
		assertThat(RetryPolicy.defaults().nextDelay(1, Duration.ofMillis(20), PLENTY, LONGEST))
			.isEqualTo(Duration.ofMillis(200));
	}

	@Test
	void whenServiceAsksForMoreThanThePolicyAllowsThenThereIsNoRetry() {
		assertThat(RetryPolicy.defaults().nextDelay(1, Duration.ofSeconds(30), PLENTY, LONGEST)).isNotNull();
		assertThat(RetryPolicy.defaults().nextDelay(1, Duration.ofSeconds(31), PLENTY, LONGEST)).isNull();
	}

	@Test
	void whenWaitWouldOutlastTheCallThenThereIsNoRetry() {
		RetryPolicy policy = RetryPolicy.defaults();
		assertThat(policy.nextDelay(1, Duration.ofSeconds(3), Duration.ofSeconds(3), LONGEST)).isNull();
		assertThat(policy.nextDelay(1, Duration.ofSeconds(3), Duration.ofMillis(3001), LONGEST)).isNotNull();
		assertThat(policy.nextDelay(1, null, Duration.ZERO, SHORTEST)).isNull();
	}

	@Test
	void whenMaximumIsLessThanMinimumThenItIsRefused() {
		RetryPolicy.Builder builder = RetryPolicy.builder()
			.minBackoff(Duration.ofSeconds(2))
			.maxBackoff(Duration.ofSeconds(1));
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("'maxBackoff'");
	}

	@Test
	void whenValuesMakeNoSenseThenTheyAreRefused() {
		RetryPolicy.Builder builder = RetryPolicy.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRetries(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.minBackoff(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBackoff(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRetryAfter(Duration.ofSeconds(-1)));
	}

}
