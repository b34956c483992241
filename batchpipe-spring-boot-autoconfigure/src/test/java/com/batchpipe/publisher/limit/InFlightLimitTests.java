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
 * Tests for {@link InFlightLimit}.
 */
class InFlightLimitTests {

	private final InFlightLimit limit = new InFlightLimit(8);

	@Test
	void whenAllAreInUseThenASuccessAddsOneUpToTheMaximum() {
		for (int expected = 2; expected <= 8; expected++) {
			this.limit.succeeded(this.limit.current());
			assertThat(this.limit.current()).isEqualTo(expected);
		}
		this.limit.succeeded(8);
		assertThat(this.limit.current()).isEqualTo(8);
	}

	@Test
	void whenNotAllAreInUseThenASuccessAddsNone() {
		this.limit.succeeded(1);
		this.limit.succeeded(1);
		assertThat(this.limit.current()).isEqualTo(2);
	}

	@Test
	void whenFailedThenHalfAreLeftAndNeverNone() {
		whenAllAreInUseThenASuccessAddsOneUpToTheMaximum();
		for (int expected : new int[] { 4, 2, 1, 1 }) {
			this.limit.failed();
			assertThat(this.limit.current()).isEqualTo(expected);
		}
	}

	@Test
	void whenRestartedThenItBeginsWithOne() {
		this.limit.succeeded(1);
		this.limit.restart();
		assertThat(this.limit.current()).isOne();
	}

}
