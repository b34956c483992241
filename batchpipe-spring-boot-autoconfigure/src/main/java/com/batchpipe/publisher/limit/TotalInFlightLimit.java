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

package com.batchpipe.publisher.limit;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many requests of all pipes may be in flight. The first request of a pipe may be
 * sent beyond the limit for all, so that pipes whose requests hang do not stop it, but
 * not without end: each needs a connection and memory. Used by the sending thread only.
 */
public final class TotalInFlightLimit {

	/**
	 * As many requests as there are connections.
	 */
	private static final int MAX_REQUESTS = 256;

	private final Map<Turn, Integer> limits = new EnumMap<>(Turn.class);

	private int inFlight;

	public TotalInFlightLimit(int maxTotalInFlight) {
		this.limits.put(Turn.FIRST, Math.max(MAX_REQUESTS, maxTotalInFlight));
		this.limits.put(Turn.AFTER_FAILURE, Math.max(MAX_REQUESTS / 2, maxTotalInFlight));
		this.limits.put(Turn.FURTHER, maxTotalInFlight);
	}

	/**
	 * Return whether a request may be sent.
	 */
	public boolean admits(Turn turn) {
		return this.inFlight < this.limits.getOrDefault(turn, 0);
	}

	/**
	 * A request is sent.
	 */
	public void sent() {
		this.inFlight++;
	}

	/**
	 * A request has ended.
	 */
	public void ended() {
		this.inFlight--;
	}

	public int inFlight() {
		return this.inFlight;
	}

	/**
	 * Which request of its pipe the next one is, those first that have precedence.
	 */
	public enum Turn {

		/**
		 * The only one in flight.
		 */
		FIRST,

		/**
		 * The only one in flight, of a pipe whose last one failed: such pipes leave half
		 * of the room to others.
		 */
		AFTER_FAILURE,

		/**
		 * One more.
		 */
		FURTHER;

		/**
		 * Return the turn of a pipe.
		 * @param inFlight how many requests it has in flight
		 * @param failing whether its last one failed
		 */
		public static Turn of(int inFlight, boolean failing) {
			if (inFlight > 0) {
				return FURTHER;
			}
			return (failing) ? AFTER_FAILURE : FIRST;
		}

	}

}
