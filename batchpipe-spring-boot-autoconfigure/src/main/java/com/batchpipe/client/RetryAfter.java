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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads the {@code Retry-After} header, which is a number of seconds or a date. An
 * invalid value is ignored; a date in the past means zero, so that the retry waits only
 * for the usual backoff.
 */
final class RetryAfter {

	private static final int MAX_DIGITS = 9;

	private static final Duration MAX = Duration.ofSeconds(999_999_999);

	private RetryAfter() {
	}

	static @Nullable Duration parse(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		return (value != null) ? parse(value.strip(), Clock.systemUTC()) : null;
	}

	static @Nullable Duration parse(String value, Clock clock) {
		Duration wait = isNumber(value) ? seconds(value) : untilDate(value, clock);
		return (wait != null && wait.isNegative()) ? Duration.ZERO : wait;
	}

	private static boolean isNumber(String value) {
		return !value.isEmpty() && value.chars().allMatch((c) -> c >= '0' && c <= '9');
	}

	/**
	 * Read a number of any size: a huge value must not be ignored as if it were invalid.
	 */
	private static Duration seconds(String value) {
		return (value.length() <= MAX_DIGITS) ? Duration.ofSeconds(Long.parseLong(value)) : MAX;
	}

	private static @Nullable Duration untilDate(String value, Clock clock) {
		try {
			Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return Duration.between(clock.instant(), date);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
