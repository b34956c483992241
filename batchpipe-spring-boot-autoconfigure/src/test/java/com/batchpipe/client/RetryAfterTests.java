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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryAfter}.
 */
class RetryAfterTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

	@ParameterizedTest
	@CsvSource({ "1, 1", "120, 120", "007, 7", "999999999, 999999999" })
	void whenValueIsSecondsThenTheyAreTheWait(String value, long seconds) {
		assertThat(RetryAfter.parse(value, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Mon, 23 Nov 2026 10:00:05 GMT|5", "Tue, 24 Nov 2026 10:00:00 GMT|86400" })
	void whenValueIsADateThenWaitIsUntilThen(String value, long seconds) {
		assertThat(RetryAfter.parse(value, CLOCK)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "000", "Mon, 23 Nov 2026 10:00:00 GMT", "Mon, 23 Nov 2026 09:59:59 GMT",
			"Mon, 23 Nov 1998 10:00:00 GMT" })
	void whenValueIsZeroOrADateThatHasPassedThenItAsksToComeBackAtOnce(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).isEqualTo(Duration.ZERO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "-0", "+5", "1.5", "soon", "5s", "1e9", "0x10", "\u0661",
			"Sun, 31 Feb 2026 10:00:00 GMT", "2026-11-23T10:00:05Z" })
	void whenValueIsUnreadableThenItAsksForNothing(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1000000000", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void whenValueIsHugeThenItIsMoreThanAnyPolicyAllows(String value) {
		assertThat(RetryAfter.parse(value, CLOCK)).isGreaterThan(Duration.ofDays(10_000));
	}

	@Test
	void whenHeaderIsThereThenItIsReadWithoutTheSpaceAroundIt() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, " 3 ");
		assertThat(RetryAfter.parse(headers)).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void whenHeaderIsAbsentThenThereIsNoWait() {
		assertThat(RetryAfter.parse(new HttpHeaders())).isNull();
	}

}
