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

package com.batchpipe.client.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Decides whether the connections of one pool rest after a response before they are
 * reused, and for how long. HTTP/1.1 does not associate a response with its request.
 * Faulty servers and proxies may send a second response to the same request a little
 * later. Such a response is detected while the connection rests; otherwise, it would be
 * mistaken for the response to the next request. Safe for use by multiple threads.
 */
final class ConnectionRest {

	private static final Log logger = LogFactory.getLog(ResponseGuard.class);

	private static final Duration DURATION = Duration.ofMillis(100);

	/**
	 * The maximum number of resting connections. Above this number, the call rate is so
	 * high that connections must be reused immediately, unless a server has sent an
	 * unsolicited response.
	 */
	private static final int MAX_RESTING = 128;

	private final AtomicInteger resting = new AtomicInteger();

	private volatile boolean distrust;

	/**
	 * Begin the rest period of a connection.
	 * @return whether the connection must rest; if so, {@link #end()} must follow
	 */
	boolean begin() {
		if (this.resting.incrementAndGet() > MAX_RESTING && !this.distrust) {
			this.resting.decrementAndGet();
			return false;
		}
		return true;
	}

	void end() {
		this.resting.decrementAndGet();
	}

	Duration duration() {
		return DURATION;
	}

	/**
	 * Handle an unsolicited response from a server. From now on, each connection rests.
	 */
	void unaskedResponse() {
		if (!this.distrust) {
			this.distrust = true;
			logger.warn("Closed a connection because BatchPipe or a proxy sent an unsolicited response. "
					+ "From now on, each connection in the same pool stays idle for " + DURATION.toMillis()
					+ " ms after a response before it is reused. This message is logged only once per pool");
		}
	}

}
