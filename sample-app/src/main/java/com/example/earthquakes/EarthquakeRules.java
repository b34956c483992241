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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import tools.jackson.databind.JsonNode;

import org.springframework.util.StringUtils;

/**
 * The rules for valid earthquakes. All fields are optional, and there may be others,
 * which are sent unchanged.
 */
final class EarthquakeRules {

	static final int MAX_PLACE_LENGTH = 200;

	private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

	private static final List<Rule> RULES = List.of(number("longitude", -180, 180), number("latitude", -90, 90),
			number("magnitude", -5, 10), number("depth_km", -10, 1000),
			new Rule("time", EarthquakeRules::isTime,
					"a whole number of milliseconds since 1970, for a time between 1900 and tomorrow"),
			new Rule("place", (value) -> value.isString() && value.stringValue().length() <= MAX_PLACE_LENGTH,
					"text of at most " + MAX_PLACE_LENGTH + " characters"));

	private EarthquakeRules() {
	}

	/**
	 * Check earthquakes.
	 * @throws InvalidEarthquakeException if one of them does not comply with the rules
	 */
	static void check(List<? extends JsonNode> earthquakes) {
		for (int i = 0; i < earthquakes.size(); i++) {
			List<String> violations = violations(earthquakes.get(i));
			if (!violations.isEmpty()) {
				String which = (earthquakes.size() > 1) ? "Earthquake %d: ".formatted(i + 1) : "";
				throw new InvalidEarthquakeException(which + String.join(" ", violations));
			}
		}
	}

	/**
	 * Check an earthquake.
	 * @param earthquake a JSON object
	 * @return the violations, one sentence per field
	 */
	static List<String> violations(JsonNode earthquake) {
		if (earthquake.isEmpty()) {
			return List.of("An earthquake must have at least one field.");
		}
		List<String> violations = new ArrayList<>();
		RULES.stream().filter((rule) -> !rule.allows(earthquake)).map(Rule::toString).forEach(violations::add);
		earthquake.forEachEntry((field, value) -> {
			if (!isFinite(value) && RULES.stream().noneMatch((rule) -> rule.field().equals(field))) {
				violations.add(StringUtils.truncate(field) + " must contain only finite numbers.");
			}
		});
		return violations;
	}

	private static Rule number(String field, int min, int max) {
		return new Rule(field, (value) -> {
			double number = value.isNumber() ? value.asDouble(Double.NaN) : Double.NaN;
			return number >= min && number <= max;
		}, "a number from " + min + " to " + max);
	}

	private static boolean isTime(JsonNode value) {
		if (!value.isIntegralNumber() || !value.canConvertToLong()) {
			return false;
		}
		long time = value.longValue();
		return time >= EARLIEST.toEpochMilli() && time <= Instant.now().plus(Duration.ofDays(1)).toEpochMilli();
	}

	// Jackson reads 1e999 as infinity, which cannot be written as JSON.
	private static boolean isFinite(JsonNode value) {
		if (value.isContainer()) {
			return value.valueStream().allMatch(EarthquakeRules::isFinite);
		}
		return !value.isDouble() || Double.isFinite(value.doubleValue());
	}

	private record Rule(String field, Predicate<JsonNode> test, String expectation) {

		boolean allows(JsonNode earthquake) {
			JsonNode value = earthquake.path(this.field);
			return value.isMissingNode() || value.isNull() || this.test.test(value);
		}

		@Override
		public String toString() {
			return this.field + " must be " + this.expectation + ".";
		}

	}

}
