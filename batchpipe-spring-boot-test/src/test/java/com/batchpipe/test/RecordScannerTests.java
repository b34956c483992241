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

package com.batchpipe.test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.test.RecordScanner.InvalidRecordsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RecordScanner}.
 */
class RecordScannerTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{} | 1", "[] | 0", "[{}] | 1", "[{},{}] | 2", "  [ {\"a\":[{},{}]} , {\"b\":\"},{\"} ]  | 2",
					"{\"a\":{\"b\":[1,-0.5e+3,true,false,null]}} | 1", "[{\"a\":\"\\\\\\\"\\u00e9\"}] | 1" })
	void countsRecords(String json, int expected) throws InvalidRecordsException {
		assertThat(RecordScanner.count(bytes(json))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "[", "[{}", "[{},]", "[,{}]", "{} {}", "{\"a\"}", "{\"a\":}", "{a:1}",
			"{\"a\":01}", "{\"a\":1.}", "{\"a\":-}", "{\"a\":1e}", "{\"a\":tru}", "{\"a\":\"\\x\"}", "{\"a\":\"\n\"}",
			"{\"a\":\"\\u12g4\"}", "{,}", "[{}{}]", "<html>", "nul" })
	void refusesWhatIsNoJson(String json) {
		assertThatExceptionOfType(InvalidRecordsException.class).isThrownBy(() -> RecordScanner.count(bytes(json)))
			.withMessageContaining("not valid JSON");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "\"a\"", "true", "null" })
	void refusesJsonThatIsNoRecord(String json) {
		assertThatExceptionOfType(InvalidRecordsException.class).isThrownBy(() -> RecordScanner.count(bytes(json)))
			.withMessageContaining("must be a JSON object or an array of JSON objects");
	}

	@Test
	void namesTheFirstElementThatIsNoRecord() {
		assertThatExceptionOfType(InvalidRecordsException.class)
			.isThrownBy(() -> RecordScanner.count(bytes("[{},{},[{}],3]")))
			.satisfies((ex) -> assertThat(ex.path()).isEqualTo("2"));
	}

	@Test
	void acceptsNestingUpToTheLimit() throws InvalidRecordsException {
		String json = "{\"a\":" + "[".repeat(499) + "]".repeat(499) + "}";
		assertThat(RecordScanner.count(bytes(json))).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 10_000 })
	void refusesDeepNesting(int arrays) {
		String json = "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
		assertThatExceptionOfType(InvalidRecordsException.class).isThrownBy(() -> RecordScanner.count(bytes(json)))
			.withMessageContaining("nested deeper");
	}

	@Test
	void agreesWithJacksonOnDamagedJson() {
		Random random = new Random(42);
		String alphabet = "{}[]\",:\\0123456789.eE+-truefalsn \n";
		String valid = "[{\"a\":1.5e-3,\"b\":[true,null,{\"c\":\"x\\\"y\"}]},{\"d\":-0}]";
		for (int i = 0; i < 50_000; i++) {
			StringBuilder json = new StringBuilder(valid);
			for (int damage = random.nextInt(3); damage >= 0; damage--) {
				json.setCharAt(random.nextInt(json.length()), alphabet.charAt(random.nextInt(alphabet.length())));
			}
			assertThat(scanned(json.toString())).as(json.toString()).isEqualTo(parsed(json.toString()));
		}
	}

	private static int scanned(String json) {
		try {
			return RecordScanner.count(bytes(json));
		}
		catch (InvalidRecordsException ex) {
			return -1;
		}
	}

	private static int parsed(String json) {
		try {
			JsonNode root = MAPPER.readTree(bytes(json));
			if (root.isObject()) {
				return 1;
			}
			return (root.isArray() && root.values().stream().allMatch(JsonNode::isObject)) ? root.size() : -1;
		}
		catch (JacksonException ex) {
			return -1;
		}
	}

	private static byte[] bytes(String json) {
		return json.getBytes(StandardCharsets.UTF_8);
	}

}
