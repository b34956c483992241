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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeError}.
 */
class BatchPipeErrorTests {

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "[]", "[{\"error\":\"x\"}]", "\"gone\"", "42", "null", "{}", "{\"errors\":null}",
			"{\"error\":{\"code\":1},\"message\":[],\"errors\":\"all\"}", "{\"error\":\" \",\"errors\":{}}" })
	void whenBodyIsNotOfTheDocumentedShapeThenErrorIsEmpty(String body) {
		BatchPipeError error = BatchPipeError.parse(json(body));
		assertThat(error.code()).isNull();
		assertThat(error.message()).isNull();
		assertThat(error.fieldErrors()).isEmpty();
	}

	@Test
	void whenErrorsAreNestedThenPathsAreJoinedByDots() {
		BatchPipeError error = BatchPipeError.parse(json("""
				{"error":"validation_error","errors":{"columns":[{"column_name":"required"},{"type":["a","b"]}],
				"flat.path":"kept","count":3,"nothing":null}}"""));
		assertThat(error.fieldErrors()).containsExactly(Map.entry("columns.0.column_name", "required"),
				Map.entry("columns.1.type.0", "a"), Map.entry("columns.1.type.1", "b"), Map.entry("flat.path", "kept"),
				Map.entry("count", "3"));
	}

	@Test
	void whenErrorsAreAnArrayThenTheirIndexIsThePath() {
		BatchPipeError error = BatchPipeError.parse(json("{\"errors\":[\"first\",{\"message\":\"second\"}]}"));
		assertThat(error.fieldErrors()).containsExactly(Map.entry("0", "first"), Map.entry("1.message", "second"));
	}

	@Test
	void whenTextHasLineBreaksThenItStaysOnOneLine() {
		BatchPipeError error = BatchPipeError.parse(json("{\"error\":\"a\\r\\nb\",\"message\":\"c\\u0000d\"}"));
		assertThat(error.code()).isEqualTo("a b");
		assertThat(error.message()).isEqualTo("c d");
	}

	@Test
	void whenTextsAreLongThenTheyAreCut() {
		BatchPipeError error = BatchPipeError
			.parse(json("{\"error\":\"%s\",\"message\":\"%s\"}".formatted("e".repeat(5000), "m".repeat(5000))));
		assertThat(error.code()).hasSizeLessThan(110);
		assertThat(error.message()).hasSizeLessThan(1010);
	}

	@Test
	void whenThereAreThousandsOfFieldErrorsThenTheyAreBounded() {
		StringBuilder errors = new StringBuilder("\"x\":\"y\"");
		for (int i = 0; i < 5000; i++) {
			errors.append(",\"f").append(i).append("\":\"bad\"");
		}
		assertThat(BatchPipeError.parse(json("{\"errors\":{" + errors + "}}")).fieldErrors()).hasSize(1000);
	}

	@Test
	void whenServiceRepeatsAKeyThenItIsMasked() {
		BatchPipeError error = BatchPipeError
			.parse(json("{\"message\":\"Unknown key bp_v1_S3cr-et_9!\",\"errors\":{\"k\":\"bp_v1_x\"}}"));
		assertThat(error.message()).isEqualTo("Unknown key bp_v1_******!");
		assertThat(error.fieldErrors()).containsEntry("k", "bp_v1_******");
	}

	private static JsonNode json(String json) {
		return (json != null) ? JsonBodies.MAPPER.readTree(json) : null;
	}

}
