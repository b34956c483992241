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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.springframework.stereotype.Component;

import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;

/**
 * The latest earthquakes that were sent and that have a position on the map. With the
 * profile {@code kafka}, the topic has stored them; without a profile, BatchPipe has
 * accepted them. With the profile {@code outbox}, there are none.
 */
@Component
class ShippedEarthquakes {

	private static final int KEPT = 5000;

	private static final int AT_ONCE = 1000;

	private final Deque<Earthquake> latest = new ArrayDeque<>();

	private long sequence;

	synchronized void add(Earthquake earthquake) {
		this.latest.add(earthquake.withSequence(++this.sequence));
		if (this.latest.size() > KEPT) {
			this.latest.remove();
		}
	}

	synchronized long sequence() {
		return this.sequence;
	}

	/**
	 * Return the earthquakes that were added after the one with the given sequence
	 * number, oldest first. If there are many, only the first of them are returned; call
	 * this method again for those after the last one.
	 * @param sequence a sequence number, or zero to start with the oldest
	 * @return the earthquakes
	 */
	synchronized List<Earthquake> after(long sequence) {
		return this.latest.stream().filter((earthquake) -> earthquake.sequence() > sequence).limit(AT_ONCE).toList();
	}

	/**
	 * The numbers of earthquakes by state, as the publisher counts them. An earthquake
	 * that a route or the outbox passes on again is counted as accepted again.
	 *
	 * @param accepted the number of earthquakes that were passed to the publisher
	 * @param delivered the number of earthquakes that BatchPipe has accepted
	 * @param buffered the number of earthquakes that are buffered
	 * @param failed the number of earthquakes that were rejected, expired, dropped or
	 * abandoned
	 */
	record Counts(long accepted, long delivered, long buffered, long failed) {

		static Counts of(PublisherStats publisher) {
			long failed = publisher.total(PipeStats::rejected) + publisher.total(PipeStats::expired)
					+ publisher.total(PipeStats::dropped) + publisher.total(PipeStats::abandoned);
			return new Counts(publisher.total(PipeStats::accepted), publisher.total(PipeStats::delivered),
					publisher.total(PipeStats::buffered), failed);
		}

	}

}
