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
 * Limits the number of requests in flight for all pipes. A pipe without a request in
 * flight may exceed the limit for all pipes, so that pipes with hanging requests do not
 * block it. It is still subject to a maximum, because each request needs a connection and
 * memory. Used by the sending thread only.
 */
public final class TotalInFlightLimit {

	/**
	 * The maximum number of requests, unless a higher one is configured. It equals the
	 * maximum number of connections of the default client.
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
	 * Return whether a request can be sent.
	 */
	public boolean admits(Turn turn) {
		return this.inFlight < this.limits.getOrDefault(turn, 0);
	}

	/**
	 * Record that a request is being sent.
	 */
	public void sent() {
		this.inFlight++;
	}

	/**
	 * Record that a request has ended.
	 */
	public void ended() {
		this.inFlight--;
	}

	public int inFlight() {
		return this.inFlight;
	}

	/**
	 * The kind of a pipe's next request, in order of precedence.
	 */
	public enum Turn {

		/**
		 * The only request in flight for a pipe.
		 */
		FIRST,

		/**
		 * The only request in flight for a pipe whose last request failed. By default,
		 * such pipes leave half of the maximum to others.
		 */
		AFTER_FAILURE,

		/**
		 * An additional request.
		 */
		FURTHER;

		/**
		 * Return the turn of a pipe.
		 * @param inFlight the number of requests that it has in flight
		 * @param failing whether its last request failed
		 */
		public static Turn of(int inFlight, boolean failing) {
			if (inFlight > 0) {
				return FURTHER;
			}
			return (failing) ? AFTER_FAILURE : FIRST;
		}

	}

}
