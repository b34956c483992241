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

package com.batchpipe.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The record that most of the benchmarks send: 8 fields, 194 bytes of JSON.
 *
 * @param id the identifier, the only field with the {@link #MARKER}
 * @param sensor the sensor
 * @param site the site
 * @param time the time in milliseconds
 * @param temperature the temperature
 * @param humidity the humidity
 * @param ok whether it is plausible
 * @param note text that fills the record up to {@link #JSON_SIZE}
 */
public record Reading(String id, String sensor, String site, long time, double temperature, double humidity, boolean ok,
		String note) {

	/**
	 * The byte that occurs exactly once in each encoded record, in every encoding.
	 */
	public static final byte MARKER = '~';

	/**
	 * The size of each record as JSON.
	 */
	public static final int JSON_SIZE = 194;

	/**
	 * The number of different records, a power of two.
	 */
	public static final int VARIETY = 4096;

	private static final String FILLER = "calibrated on site, within the limits of the last yearly inspection";

	/**
	 * Create the records.
	 * @return {@link #VARIETY} different records
	 */
	public static Reading[] all() {
		JsonMapper mapper = JsonMapper.builder().build();
		Reading[] readings = new Reading[VARIETY];
		for (int number = 0; number < VARIETY; number++) {
			int spare = JSON_SIZE - mapper.writeValueAsBytes(of(number, "")).length;
			readings[number] = of(number, FILLER.substring(0, spare));
		}
		return readings;
	}

	private static Reading of(int number, String note) {
		return new Reading("~%06d".formatted(number), "sensor-%03d".formatted(number % 1000),
				"north-%d".formatted(number % 7), 1517966773840L + number, (200 + number % 100) / 10.0,
				(400 + number % 350) / 10.0, number % 9 != 0, note);
	}

	/**
	 * Return the record as JSON.
	 * @param mapper the mapper
	 * @return the bytes
	 */
	public byte[] toJson(JsonMapper mapper) {
		return mapper.writeValueAsBytes(this);
	}

	/**
	 * Return the record in InfluxDB's line protocol.
	 * @param measurement the measurement
	 * @return the line, without a line break
	 */
	public String toLine(String measurement) {
		return measurement + ",sensor=" + this.sensor + ",site=" + this.site + " id=\"" + this.id + "\",temperature="
				+ this.temperature + ",humidity=" + this.humidity + ",ok=" + this.ok + ",note=\"" + this.note + "\" "
				+ this.time;
	}

	/**
	 * Return the record as a map, for publishers that do not accept objects.
	 * @return a new map
	 */
	public Map<String, Object> toMap() {
		Map<String, Object> map = new LinkedHashMap<>(16);
		map.put("id", this.id);
		map.put("sensor", this.sensor);
		map.put("site", this.site);
		map.put("time", this.time);
		map.put("temperature", this.temperature);
		map.put("humidity", this.humidity);
		map.put("ok", this.ok);
		map.put("note", this.note);
		return map;
	}

}
