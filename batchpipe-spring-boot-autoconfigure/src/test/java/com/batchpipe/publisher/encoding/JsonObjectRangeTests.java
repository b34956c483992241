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

package com.batchpipe.publisher.encoding;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonObjectRange}.
 */
class JsonObjectRangeTests {

	@Test
	void whenThereIsWhitespaceAroundTheObjectThenItIsLeftOut() {
		byte[] json = bytes(" \t\r\n{ \"a\": {} }\n ");
		assertThat(JsonObjectRange.offset(json)).isEqualTo(4);
		assertThat(JsonObjectRange.length(json, 4)).isEqualTo(11);
	}

	@Test
	void whenThereIsOnlyTheObjectThenItIsTaken() {
		assertThat(JsonObjectRange.offset(bytes("{}"))).isZero();
		assertThat(JsonObjectRange.length(bytes("{}"), 0)).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "}", "[]", "[{}]", "1", "null", "\"{}\"", "{},", "{}]", "\u00a0{}" })
	void whenItIsNoObjectThenItIsRefused(String json) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JsonObjectRange.length(bytes(json), JsonObjectRange.offset(bytes(json))))
			.withMessage("'record' must be one JSON object");
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
