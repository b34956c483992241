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

package com.batchpipe.benchmarks.rival;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The rivals that are compared. The name on the command line is that of the constant in
 * lower case and with hyphens.
 */
public enum Rivals {

	/**
	 * The floor, from objects.
	 */
	FLOOR(Floor::ofObjects),

	/**
	 * The floor, from encoded JSON.
	 */
	FLOOR_READY(Floor::ofReadyJson),

	/**
	 * This publisher, from objects, as shipped.
	 */
	BATCHPIPE(BatchPipe::ofObjects),

	/**
	 * This publisher, from objects, at its best.
	 */
	BATCHPIPE_BEST(BatchPipe::ofObjectsAtBest),

	/**
	 * This publisher, from encoded JSON, as shipped.
	 */
	BATCHPIPE_READY(BatchPipe::ofReadyJson),

	/**
	 * This publisher, from encoded JSON, at its best.
	 */
	BATCHPIPE_READY_BEST(BatchPipe::ofReadyJsonAtBest),

	/**
	 * This publisher, from lists of 1000 objects.
	 */
	BATCHPIPE_LISTS(BatchPipe::ofListsOfObjects),

	/**
	 * This publisher, from lists of 1000 pieces of encoded JSON.
	 */
	BATCHPIPE_LISTS_READY(BatchPipe::ofListsOfReadyJson),

	/**
	 * The client, with one call per record.
	 */
	ONE_CALL_A_RECORD(OneCallARecord::new),

	/**
	 * Influx with points, as shipped.
	 */
	INFLUX(Influx::points),

	/**
	 * Influx with points, at its best.
	 */
	INFLUX_BEST(Influx::pointsAtBest),

	/**
	 * Influx with encoded lines, as shipped.
	 */
	INFLUX_READY(Influx::lines),

	/**
	 * Influx with encoded lines, at its best.
	 */
	INFLUX_READY_BEST(Influx::linesAtBest),

	/**
	 * Elasticsearch with objects, as shipped.
	 */
	ELASTICSEARCH(Elasticsearch::ofObjects),

	/**
	 * Elasticsearch with objects, at its best.
	 */
	ELASTICSEARCH_BEST(Elasticsearch::ofObjectsAtBest),

	/**
	 * Elasticsearch with encoded JSON, as shipped.
	 */
	ELASTICSEARCH_READY(Elasticsearch::ofReadyJson),

	/**
	 * Elasticsearch with encoded JSON, at its best.
	 */
	ELASTICSEARCH_READY_BEST(Elasticsearch::ofReadyJsonAtBest),

	/**
	 * Segment, as shipped.
	 */
	SEGMENT(Segment::asShipped),

	/**
	 * Segment, at its best.
	 */
	SEGMENT_BEST(Segment::atBest),

	/**
	 * PostHog, as shipped.
	 */
	POSTHOG(Posthog::asShipped),

	/**
	 * PostHog, at its best.
	 */
	POSTHOG_BEST(Posthog::atBest);

	private final Function<String, Rival> factory;

	Rivals(Function<String, Rival> factory) {
		this.factory = factory;
	}

	/**
	 * Return the name on the command line.
	 * @return the name
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Start the rival.
	 * @param url the base URL of the sink
	 * @return the running rival
	 */
	public Rival start(String url) {
		return this.factory.apply(url);
	}

	/**
	 * Find a rival.
	 * @param label the name on the command line
	 * @return the rival
	 */
	public static Rivals of(String label) {
		return Arrays.stream(values())
			.filter((rival) -> rival.label().equals(label))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Unknown rival '" + label + "'. Use one of " + labels()));
	}

	/**
	 * Return the names of all rivals.
	 * @return the names
	 */
	public static List<String> labels() {
		return Arrays.stream(values()).map(Rivals::label).toList();
	}

}
