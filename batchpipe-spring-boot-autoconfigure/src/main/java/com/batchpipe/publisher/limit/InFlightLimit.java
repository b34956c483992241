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

/**
 * The maximum number of requests in flight for one pipe. It grows by one after each
 * success if it was fully used, and is halved after a failure. Changed by one thread and
 * read by any.
 */
public final class InFlightLimit {

	private final int max;

	private volatile int current = 1;

	public InFlightLimit(int max) {
		this.max = max;
	}

	public int current() {
		return this.current;
	}

	/**
	 * Record that a request has succeeded.
	 * @param inFlight the number of requests in flight, including this one
	 */
	public void succeeded(int inFlight) {
		if (inFlight >= this.current && this.current < this.max) {
			this.current++;
		}
	}

	public void failed() {
		this.current = Math.max(1, this.current / 2);
	}

	public void restart() {
		this.current = 1;
	}

}
