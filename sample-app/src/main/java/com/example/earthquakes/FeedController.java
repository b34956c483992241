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

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import com.batchpipe.publisher.BatchPipePublisher;

/**
 * Provides the data for the page.
 */
@RestController
class FeedController {

	private final ShippedEarthquakes shipped;

	private final OperationTimers timers;

	private final BatchPipePublisher publisher;

	FeedController(ShippedEarthquakes shipped, OperationTimers timers, BatchPipePublisher publisher) {
		this.shipped = shipped;
		this.publisher = publisher;
		this.timers = timers;
	}

	@GetMapping("/feed")
	Feed feed(@RequestParam(defaultValue = "0") long after) {
		return new Feed(ShippedEarthquakes.Counts.of(this.publisher.stats()), this.timers.get(),
				this.shipped.sequence(), this.shipped.after(after));
	}

	/**
	 * The state of the feed.
	 *
	 * @param counts the numbers of earthquakes by state
	 * @param timers the timers of the operations that were called
	 * @param sequence the sequence number of the latest earthquake, or zero if there is
	 * none
	 * @param earthquakes the earthquakes after the requested sequence number, or only the
	 * first of them if there are many
	 */
	record Feed(ShippedEarthquakes.Counts counts, List<OperationTimers.OperationTimer> timers, long sequence,
			List<Earthquake> earthquakes) {

	}

}
