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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random malformed or unusual earthquakes as JSON text. The same seed generates the same
 * earthquakes.
 */
final class HostileEarthquakes {

	private static final List<String> FIELDS = List.of("longitude", "latitude", "magnitude", "depth_km", "time",
			"place", "event_id", "updated", "sequence", "__proto__", "constructor", "");

	private static final List<String> VALUES = List.of("1e999", "-1e999", "1e99999999999", "1e-999", "-0.0", "0", "-1",
			"180.0000001", "-91", "9000000000000000000", "-9000000000000000000", "8640000000000001", "1e308",
			"9".repeat(400), "9".repeat(1500), "0." + "3".repeat(900), "NaN", "Infinity", "null", "true", "false",
			"\"\"", "\"12.5\"", "\"NaN\"", "\"Infinity\"", "\"2018-02-06T15:50:00Z\"",
			"\"<img src=x onerror='window.hacked=true'>\"", "\"</title></svg><script>window.hacked=true</script>\"",
			"\"javascript:window.hacked=true\"", "\"\\ud800\"", "\"\\udc00\\ud800 x\"",
			"\"\\u0000\\u001b[31m\\u202e\\u2028\"", "\"" + "W".repeat(5000) + "\"", "\"" + "\\u0001".repeat(200) + "\"",
			"[]", "[1,2]", "[[[[[1e999]]]]]", "{}", "{\"toString\":1}", "{\"length\":1e9}",
			"[".repeat(50) + "]".repeat(50), "[".repeat(2000) + "]".repeat(2000));

	private static final List<String> BODIES = List.of("", "null", "7", "\"text\"", "[]", "[[]]", "[null]", "{", "[{}",
			"{\"longitude\":}", "\u0000", "{}{}");

	private final Random random;

	HostileEarthquakes(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Return request bodies, most with one earthquake, some with several, and some with
	 * none.
	 */
	List<String> bodies(int count) {
		return IntStream.range(0, count).mapToObj((i) -> switch (this.random.nextInt(10)) {
			case 0 -> BODIES.get(this.random.nextInt(BODIES.size()));
			case 1 -> "[" + earthquake() + "," + earthquake() + "]";
			default -> earthquake();
		}).toList();
	}

	/**
	 * Return the earthquakes of a feed, with ascending sequence numbers, where present,
	 * starting at the given one.
	 */
	String feed(long sequence, int count) {
		return IntStream.range(0, count).mapToObj((i) -> switch (this.random.nextInt(10)) {
			case 0 -> this.random.nextBoolean() ? "null" : "[7]";
			default -> "{\"sequence\":" + ((this.random.nextInt(10) > 0) ? sequence + i : parsable()) + ","
					+ fields(true).substring(1);
		}).collect(Collectors.joining(","));
	}

	private String earthquake() {
		return fields(false);
	}

	private String fields(boolean parsable) {
		List<String> fields = new ArrayList<>();
		for (String field : FIELDS) {
			if (parsable && field.equals("sequence")) {
				continue;
			}
			int kind = this.random.nextInt(20);
			if (kind < 14) {
				fields.add("\"" + field + "\":" + good(field));
			}
			else if (kind < 18) {
				fields.add("\"" + field + "\":" + (parsable ? parsable() : value()));
			}
		}
		return "{" + String.join(",", fields) + "}";
	}

	private String good(String field) {
		return switch (field) {
			case "longitude" -> String.valueOf(this.random.nextInt(-180, 181));
			case "latitude" -> String.valueOf(this.random.nextInt(-90, 91));
			case "magnitude" -> String.valueOf(this.random.nextInt(-5, 10) + 0.5);
			case "depth_km" -> String.valueOf(this.random.nextInt(700));
			case "time", "updated" -> String.valueOf(1517363399650L + this.random.nextInt());
			default -> "\"" + Integer.toString(this.random.nextInt(1_000_000), 36) + "\"";
		};
	}

	private String value() {
		return VALUES.get(this.random.nextInt(VALUES.size()));
	}

	/**
	 * Return an earthquake that is valid JSON, because a browser does not read a feed
	 * that is not.
	 */
	private String parsable() {
		String value = value();
		return (value.equals("NaN") || value.equals("Infinity")) ? "1e999" : value;
	}

}
