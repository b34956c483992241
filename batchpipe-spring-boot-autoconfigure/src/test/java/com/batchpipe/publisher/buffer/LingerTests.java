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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Linger}.
 */
class LingerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# linger | age | full  | over  | until over
			50       | 0   | false | false | 50
			50       | 49  | false | false | 1
			50       | 50  | false | true  | 0
			50       | 80  | false | true  | -30
			50       | 0   | true  | true  | 0
			50       | 10  | true  | true  | -10
			0        | 0   | false | true  | 0
			""")
	void whenFullOrOldEnoughThenLingerIsOver(int linger, long age, boolean full, boolean over, long until) {
		Linger rule = new Linger(Duration.ofNanos(linger));
		assertThat(rule.isOver(age, full)).isEqualTo(over);
		assertThat(rule.untilOver(age, full)).isEqualTo(until);
	}

}
