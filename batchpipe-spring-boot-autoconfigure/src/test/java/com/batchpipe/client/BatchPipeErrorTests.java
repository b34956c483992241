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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeError} and the way it is read.
 */
class BatchPipeErrorTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "<html>", "{\"error\":\"x\"", "{\"error\":\"x\"} {}", "{\"error\":\"x\"}]", "[]",
			"[{\"error\":\"x\"}]", "\"gone\"", "42", "null", "{}", "{\"errors\":null}",
			"{\"error\":{\"code\":1},\"message\":[],\"errors\":\"all\"}", "{\"error\":\" \",\"errors\":{}}" })
	void whenBodyIsNotOfTheDocumentedShapeThenErrorIsEmpty(String body) {
		BatchPipeError error = read(body);
		assertThat(error.code()).isNull();
		assertThat(error.message()).isNull();
		assertThat(error.fieldErrors()).isEmpty();
	}

	@Test
	void whenErrorsAreNestedThenPathsAreJoinedByDots() {
		BatchPipeError error = read("""
				{"error":"validation_error","errors":{"columns":[{"column_name":"required"},{"type":["a","b"]}],
				"flat.path":"kept","count":3,"nothing":null}}""");
		assertThat(error.fieldErrors()).containsExactly(Map.entry("columns.0.column_name", "required"),
				Map.entry("columns.1.type.0", "a"), Map.entry("columns.1.type.1", "b"), Map.entry("flat.path", "kept"),
				Map.entry("count", "3"));
	}

	@Test
	void whenErrorsAreAnArrayThenTheirIndexIsThePath() {
		BatchPipeError error = read("{\"errors\":[\"first\",{\"message\":\"second\"}]}");
		assertThat(error.fieldErrors()).containsExactly(Map.entry("0", "first"), Map.entry("1.message", "second"));
	}

	@Test
	void whenTextHasLineBreaksThenItStaysOnOneLine() {
		BatchPipeError error = read("{\"error\":\"a\\r\\nb\",\"message\":\"c\\u0000d\"}");
		assertThat(error.code()).isEqualTo("a b");
		assertThat(error.message()).isEqualTo("c d");
	}

	@Test
	void whenTextsAreLongThenTheyAreCut() {
		BatchPipeError error = read(
				"{\"error\":\"%s\",\"message\":\"%s\"}".formatted("e".repeat(5000), "m".repeat(5000)));
		assertThat(error.code()).hasSizeLessThan(110);
		assertThat(error.message()).hasSizeLessThan(1010);
	}

	@Test
	void whenThereAreThousandsOfFieldErrorsThenTheyAreBounded() {
		StringBuilder errors = new StringBuilder("\"x\":\"y\"");
		for (int i = 0; i < 5000; i++) {
			errors.append(",\"f").append(i).append("\":\"bad\"");
		}
		assertThat(read("{\"errors\":{" + errors + "}}").fieldErrors()).hasSize(1000);
	}

	@Test
	void whenServiceRepeatsAKeyThenItIsMasked() {
		BatchPipeError error = read("{\"message\":\"Unknown key bp_v1_S3cr-et_9!\",\"errors\":{\"k\":\"bp_v1_x\"}}");
		assertThat(error.message()).isEqualTo("Unknown key bp_v1_******!");
		assertThat(error.fieldErrors()).containsEntry("k", "bp_v1_******");
	}

	@Test
	void whenServiceRepeatsTheKeyOfTheCallThenItIsMaskedWhateverItsForm() {
		ApiKey key = ApiKey.of("k\"e/y+=%");
		BatchPipeError error = ErrorBodyReader.read("""
				{"error":"no_k\\"e/y+=%","message":"Not k\\"e/y+=%.","errors":{"a.k\\"e/y+=%.b":["x k\\"e/y+=%"]}}"""
			.getBytes(StandardCharsets.UTF_8), key);
		assertThat(error.code()).isEqualTo("no_******");
		assertThat(error.message()).isEqualTo("Not ******.");
		assertThat(error.fieldErrors()).containsExactly(Map.entry("a.******.b.0", "x ******"));
		assertThat(error.toString()).doesNotContain(key.reveal());
	}

	@Test
	void whenKeyIsWhereATextIsCutThenNoPartOfItIsSeen() {
		ApiKey key = ApiKey.of("0123456789".repeat(5));
		for (int length = 940; length < 1010; length++) {
			String body = "{\"errors\":{\"%1$s\":{\"x\":\"%1$s\"}}}".formatted("a".repeat(length) + key.reveal());
			Map<String, String> fieldErrors = ErrorBodyReader.read(body.getBytes(StandardCharsets.UTF_8), key)
				.fieldErrors();
			assertThat(fieldErrors.toString()).doesNotContain("01");
		}
	}

	@Test
	void whenAFieldIsThereTwiceThenTheLastOneCountsAsInTheData() {
		assertThat(read("{\"error\":\"a\",\"message\":\"b\",\"error\":\"c\",\"message\":7}"))
			.extracting(BatchPipeError::code, BatchPipeError::message)
			.containsExactly("c", null);
	}

	@Test
	void whenBodyBeginsWithAByteOrderMarkThenItIsReadNevertheless() {
		assertThat(read("\ufeff{\"error\":\"gone\"}").code()).isEqualTo("gone");
	}

	@Test
	void whenANumberIsHugeThenItStaysAsTheServiceHasWrittenIt() {
		assertThat(read("{\"errors\":{\"n\":1e999999999,\"m\":-0.10}}").fieldErrors())
			.containsExactly(Map.entry("n", "1e999999999"), Map.entry("m", "-0.10"));
	}

	@Test
	void whenErrorsAreNestedDeepThenWhatIsDeepestIsLeftOut() {
		String body = "{\"errors\":{\"a\":%s\"x\"%s,\"b\":\"y\"}}".formatted("[".repeat(100), "]".repeat(100));
		assertThat(read(body).fieldErrors()).containsExactly(Map.entry("b", "y"));
	}

	@Test
	void whenFieldErrorsAreLongThenTheirTotalIsBounded() {
		StringBuilder errors = new StringBuilder("\"x\":\"y\"");
		for (int i = 0; i < 900; i++) {
			errors.append(",\"f").append(i).append("\":\"").append("z".repeat(900)).append('"');
		}
		int total = read("{\"errors\":{" + errors + "}}").fieldErrors()
			.values()
			.stream()
			.mapToInt(String::length)
			.sum();
		assertThat(total).isBetween(90_000, 110_000);
	}

	private static BatchPipeError read(String body) {
		return ErrorBodyReader.read(body.getBytes(StandardCharsets.UTF_8), null);
	}

}
