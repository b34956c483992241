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

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShippedEarthquakes}.
 */
class ShippedEarthquakesTests {

	private static final int ADDED = 6000;

	private final ShippedEarthquakes shipped = new ShippedEarthquakes();

	@BeforeEach
	void fill() {
		// A control character is the largest in JSON: six bytes.
		Earthquake earthquake = new Earthquake(0, -179.12345678901235, -89.12345678901235, -4.123456789012345,
				"\u0001".repeat(EarthquakeRules.MAX_PLACE_LENGTH), 1517966773840L);
		for (int i = 0; i < ADDED; i++) {
			this.shipped.add(earthquake);
		}
	}

	@Test
	void keepsTheLatest() {
		assertThat(this.shipped.sequence()).isEqualTo(ADDED);
		assertThat(this.shipped.after(0).get(0).sequence()).isEqualTo(1001);
	}

	@Test
	void tellsThemInParts() {
		long last = 0;
		int parts = 0;
		for (List<Earthquake> part = this.shipped.after(last); !part.isEmpty(); part = this.shipped.after(last)) {
			assertThat(part).hasSize(1000);
			last = part.get(part.size() - 1).sequence();
			parts++;
		}
		assertThat(last).isEqualTo(ADDED);
		assertThat(parts).isEqualTo(5);
	}

	@Test
	void partHasAtMostOneAndAHalfMegabytesOfJson() {
		assertThat(new JsonMapper().writeValueAsBytes(this.shipped.after(0))).hasSizeLessThan(1_500_000);
	}

}
