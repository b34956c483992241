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

package com.batchpipe.publisher.limit;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Backoff}.
 */
class BackoffTests {

	@ParameterizedTest
	@CsvSource({ "0, 200", "1, 200", "2, 400", "3, 800", "8, 25600", "9, 30000", "1000, 30000", "2147483647, 30000" })
	void boundDoublesUpToTheMaximum(int failures, long millis) {
		assertThat(backoff(Duration.ofMillis(200), 1).nanos(failures)).isEqualTo(Duration.ofMillis(millis).toNanos());
	}

	@Test
	void jitterIsFull() {
		assertThat(backoff(Duration.ofMillis(200), 0).nanos(3)).isZero();
		assertThat(backoff(Duration.ofMillis(200), 0.5).nanos(3)).isEqualTo(Duration.ofMillis(400).toNanos());
	}

	@Test
	void whenDoublingOverflowsThenItIsTheMaximum() {
		assertThat(backoff(Duration.ofDays(100), 1).nanos(21)).isEqualTo(Duration.ofSeconds(30).toNanos());
	}

	private static Backoff backoff(Duration min, double random) {
		return new Backoff(min, Duration.ofSeconds(30), () -> random);
	}

}
