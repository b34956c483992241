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

package com.example.earthquakes;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EarthquakeRules}.
 */
class EarthquakeRulesTests {

	private final JsonMapper jsonMapper = new JsonMapper();

	@ParameterizedTest
	@ValueSource(strings = { "{\"event_id\":\"my-1\",\"magnitude\":4.2}", "{\"longitude\":-180,\"latitude\":90}",
			"{\"longitude\":180.0,\"latitude\":-90.0}", "{\"magnitude\":-5}", "{\"magnitude\":null,\"place\":null}",
			"{\"time\":-2208988800000}", "{\"time\":1517966773840}", "{\"depth_km\":-2.79}", "{\"place\":\"\"}",
			"{\"place\":\"<script>alert(1)</script> \\ud800\"}", "{\"other\":{\"of\":[\"any\",{\"kind\":true}]}}" })
	void allowsWhatMakesSenseAndWhatItDoesNotKnow(String earthquake) {
		assertThat(EarthquakeRules.violations(read(earthquake))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999", "-1e999", "180.0001", "-181", "\"12\"", "true", "[]", "{}", "\"NaN\"",
			"10000000000000000000000" })
	void refusesLongitudesThatAreNone(String longitude) {
		assertThat(EarthquakeRules.violations(read("{\"longitude\":" + longitude + ",\"latitude\":1}")))
			.containsExactly("longitude must be a number from -180 to 180.");
	}

	@ParameterizedTest
	@CsvSource({ "latitude, 90.1", "latitude, -91", "magnitude, 1e999", "magnitude, 10.1", "magnitude, -5.1",
			"magnitude, '\"4.2\"'", "depth_km, 1001", "depth_km, -11", "depth_km, []" })
	void refusesNumbersOutOfRange(String field, String value) {
		assertThat(EarthquakeRules.violations(read("{\"%s\":%s}".formatted(field, value)))).singleElement()
			.asString()
			.startsWith(field + " must be a number from ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "9000000000000000000", "-9000000000000000000", "10000000000000000000000", "-2208988800001",
			"1.5", "1e999", "\"2018-02-06T15:50:00Z\"", "{}" })
	void refusesTimesThatAreNone(String time) {
		assertThat(EarthquakeRules.violations(read("{\"time\":" + time + "}"))).containsExactly(
				"time must be a whole number of milliseconds since 1970, for a time between 1900 and tomorrow.");
	}

	@Test
	void refusesTimesFromTheDayAfterTomorrowOn() {
		Instant now = Instant.now();
		assertThat(EarthquakeRules.violations(time(now.plus(Duration.ofHours(1))))).isEmpty();
		assertThat(EarthquakeRules.violations(time(now.plus(Duration.ofDays(2))))).hasSize(1);
	}

	@Test
	void refusesPlacesThatAreLong() {
		assertThat(EarthquakeRules.violations(read("{\"place\":\"%s\"}".formatted("x".repeat(200))))).isEmpty();
		assertThat(EarthquakeRules.violations(read("{\"place\":\"%s\"}".formatted("x".repeat(201)))))
			.containsExactly("place must be text of at most 200 characters.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "7", "true", "[\"Rome\"]", "{\"name\":\"Rome\"}" })
	void refusesPlacesThatAreNoText(String place) {
		assertThat(EarthquakeRules.violations(read("{\"place\":" + place + "}"))).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999", "[[-1e999]]", "{\"a\":{\"b\":1e400}}" })
	void refusesInfiniteNumbersInOtherFieldsToo(String value) {
		assertThat(EarthquakeRules.violations(read("{\"rms\":" + value + "}")))
			.containsExactly("rms must contain only finite numbers.");
	}

	@Test
	void namesEachFieldThatIsWrong() {
		assertThat(EarthquakeRules.violations(read("{\"longitude\":1e999,\"latitude\":1,\"magnitude\":1e999}")))
			.containsExactly("longitude must be a number from -180 to 180.",
					"magnitude must be a number from -5 to 10.");
	}

	@Test
	void refusesEarthquakesWithoutAField() {
		assertThat(EarthquakeRules.violations(read("{}")))
			.containsExactly("An earthquake must have at least one field.");
	}

	private JsonNode time(Instant time) {
		return read("{\"time\":" + time.toEpochMilli() + "}");
	}

	private JsonNode read(String json) {
		return this.jsonMapper.readTree(json);
	}

}
