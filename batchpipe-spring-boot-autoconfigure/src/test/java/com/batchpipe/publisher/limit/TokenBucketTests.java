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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenBucket}. The clock overflows.
 */
class TokenBucketTests {

	private static final long NOW = Long.MAX_VALUE - 5;

	private static final long SECOND = 1_000_000_000;

	private final TokenBucket bucket = new TokenBucket(2, 3, NOW);

	@Test
	void whenFullThenTheMaximumCanBeTakenAtOnce() {
		assertThat(this.bucket.nanosUntilNext(NOW)).isZero();
		takeAll();
		assertThat(this.bucket.tryTake(NOW)).isFalse();
		assertThat(this.bucket.nanosUntilNext(NOW)).isEqualTo(SECOND / 2);
	}

	@Test
	void whenTimePassesThenItFillsAgainUpToTheMaximum() {
		takeAll();
		assertThat(this.bucket.tryTake(NOW + SECOND / 2)).isTrue();
		assertThat(this.bucket.tryTake(NOW + SECOND / 2)).isFalse();
		long muchLater = NOW + 1000 * SECOND;
		for (int i = 0; i < 3; i++) {
			assertThat(this.bucket.tryTake(muchLater)).isTrue();
		}
		assertThat(this.bucket.tryTake(muchLater)).isFalse();
	}

	@Test
	void whenPartsAreAddedThenTheyMakeAWhole() {
		takeAll();
		for (int i = 0; i < 3; i++) {
			this.bucket.add(0.25);
			assertThat(this.bucket.tryTake(NOW)).isFalse();
		}
		this.bucket.add(0.25);
		assertThat(this.bucket.tryTake(NOW)).isTrue();
	}

	private void takeAll() {
		for (int i = 0; i < 3; i++) {
			assertThat(this.bucket.tryTake(NOW)).isTrue();
		}
	}

}
