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
 * Tests for {@link BatchSizeLimit}.
 */
class BatchSizeLimitTests {

	private final BatchSizeLimit limit = new BatchSizeLimit(100_000);

	@Test
	void whenNothingWasTooLargeThenItIsAsSet() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.limit.taken()).isFalse();
		}
		assertThat(this.limit.current()).isEqualTo(100_000);
	}

	@Test
	void whenTooLargeThenHalfOfItIsLearned() {
		this.limit.tooLarge(80_000);
		assertThat(this.limit.current()).isEqualTo(40_000);
		this.limit.tooLarge(90_000);
		assertThat(this.limit.current()).isEqualTo(40_000);
		this.limit.tooLarge(30_000);
		assertThat(this.limit.current()).isEqualTo(15_000);
	}

	@Test
	void whenAHundredBatchesAreTakenThenItGrowsAndOnlyThen() {
		this.limit.tooLarge(80_000);
		for (int i = 0; i < 99; i++) {
			assertThat(this.limit.taken()).isFalse();
		}
		assertThat(this.limit.taken()).isTrue();
		assertThat(this.limit.current()).isEqualTo(42_000);
		assertThat(this.limit.taken()).isFalse();
	}

	@Test
	void whenEnoughBatchesAreTakenThenItIsAsSetAgain() {
		this.limit.tooLarge(2);
		assertThat(this.limit.current()).isEqualTo(1024);
		for (int i = 0; i < 100 * 100; i++) {
			this.limit.taken();
		}
		assertThat(this.limit.current()).isEqualTo(100_000);
	}

	@Test
	void whenSetToLessThanTheLeastThenItStaysThere() {
		BatchSizeLimit small = new BatchSizeLimit(500);
		small.tooLarge(400);
		assertThat(small.current()).isEqualTo(500);
	}

}
