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

package com.batchpipe.publisher.buffer;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WakeRule}. Times are in milliseconds; none is -1.
 */
class WakeRuleTests {

	private final WakeRule rule = new WakeRule();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# due | sendable | anyway | linger | looks again | an opened batch wakes | a filled batch wakes
			-1    | true     | -1     | 50     | -1          | true                  | true
			-1    | true     | 50     | 50     | 50          | false                 | true
			-1    | true     | 51     | 50     | -1          | true                  | true
			30    | true     | -1     | 50     | 30          | false                 | true
			90    | true     | -1     | 50     | 90          | true                  | true
			30    | false    | -1     | 50     | 30          | false                 | false
			90    | false    | -1     | 50     | 90          | false                 | false
			-1    | false    | -1     | 50     | -1          | true                  | true
			2     | true     | -1     | 4      | 2           | true                  | true
			""")
	void senderIsWokenOnlyWhereItWouldLookTooLate(long due, boolean sendable, long anyway, long linger, long again,
			boolean opened, boolean filled) {
		assertThat(this.rule.looksAgain(nanos(due), sendable, nanos(anyway), nanos(linger))).isEqualTo(nanos(again));
		assertThat(this.rule.wakes(true, false)).isEqualTo(opened);
		assertThat(this.rule.wakes(false, true)).isEqualTo(filled);
		assertThat(this.rule.wakes(false, false)).isFalse();
	}

	@Test
	void whenTheSenderHasNeverLookedThenItIsWoken() {
		assertThat(this.rule.wakes(true, false)).isTrue();
		assertThat(this.rule.wakes(false, true)).isTrue();
	}

	private static long nanos(long millis) {
		return (millis >= 0) ? Duration.ofMillis(millis).toNanos() : Long.MAX_VALUE;
	}

}
