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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An earthquake as shown on the page.
 *
 * @param sequence its number in the order in which the earthquakes were sent, or zero
 * before it was sent
 * @param longitude the longitude in degrees
 * @param latitude the latitude in degrees
 * @param magnitude the magnitude, or {@code null} if it is unknown
 * @param place a description of the place
 * @param time the time in milliseconds since 1970, or {@code null} if it is unknown
 */
record Earthquake(long sequence, double longitude, double latitude, @Nullable Double magnitude, String place,
		@Nullable Long time) {

	/**
	 * Create the earthquake for a record that complies with the {@link EarthquakeRules}.
	 * @param record the record
	 * @return the earthquake, or {@code null} if it has no position on the map
	 */
	static @Nullable Earthquake of(JsonNode record) {
		JsonNode longitude = record.path("longitude");
		JsonNode latitude = record.path("latitude");
		if (!longitude.isNumber() || !latitude.isNumber()) {
			return null;
		}
		JsonNode magnitude = record.path("magnitude");
		JsonNode time = record.path("time");
		return new Earthquake(0, longitude.doubleValue(), latitude.doubleValue(),
				magnitude.isNumber() ? magnitude.doubleValue() : null, record.path("place").asString(""),
				time.isNumber() ? time.longValue() : null);
	}

	Earthquake withSequence(long sequence) {
		return new Earthquake(sequence, this.longitude, this.latitude, this.magnitude, this.place, this.time);
	}

}
