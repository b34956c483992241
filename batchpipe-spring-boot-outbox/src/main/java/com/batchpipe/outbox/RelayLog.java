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

package com.batchpipe.outbox;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import com.batchpipe.client.LogInterval;
import com.batchpipe.publisher.BatchResult.Undelivered;

/**
 * Logs only what an operator must know, for example that the database cannot be used or
 * works again, and how many records were set aside. A line that can recur is logged at
 * most once a minute. No line contains a record. Safe for use by multiple threads.
 */
final class RelayLog {

	private static final Log logger = LogFactory.getLog(BatchPipeOutbox.class);

	private final LogInterval databaseFailures = new LogInterval(System.nanoTime());

	private final LogInterval sendFailures = new LogInterval(System.nanoTime());

	private final LogInterval setAsideLines = new LogInterval(System.nanoTime());

	private final LogInterval listenerFailures = new LogInterval(System.nanoTime());

	private boolean databaseFailing;

	private long setAside;

	synchronized void databaseFailed(Throwable ex) {
		if (!this.databaseFailing && this.databaseFailures.isDue(System.nanoTime())) {
			this.databaseFailing = true;
			logger.warn("The outbox cannot access its database and will retry", ex);
		}
	}

	synchronized void databaseWorks() {
		if (this.databaseFailing) {
			this.databaseFailing = false;
			logger.info("The outbox can access its database again");
		}
	}

	synchronized void setAside(String pipeId, Undelivered part) {
		this.setAside += part.count();
		if (this.setAsideLines.isDue(System.nanoTime())) {
			logger.warn("Records of the outbox were rejected and set aside: " + this.setAside
					+ " (most recently for pipe '" + pipeId + "', " + part.reason()
					+ ((part.status() != null) ? ", status " + part.status() : "") + ")");
			this.setAside = 0;
		}
	}

	void sendFailed(Throwable ex) {
		if (this.sendFailures.isDue(System.nanoTime())) {
			logger.error("The outbox failed to send records and will retry", ex);
		}
	}

	void listenerFailed(RuntimeException ex) {
		if (this.listenerFailures.isDue(System.nanoTime())) {
			logger.warn("An OutboxListener threw an exception", ex);
		}
	}

	void poolTooSmall(int max, int workers) {
		logger.warn("The maximum size of the connection pool is " + max
				+ ", but each worker of the outbox needs a connection while it sends (workers: " + workers
				+ "), and the application needs others. "
				+ "Increase the size of the pool, or reduce 'batchpipe.outbox.relay.workers'");
	}

	void commitsDelayed(Duration delay) {
		logger.warn("H2 can write a transaction to its file up to " + delay.toMillis()
				+ " ms after the commit has returned. "
				+ "If the application crashes in the meantime, the transaction and its outbox records are lost. "
				+ "Add ';WRITE_DELAY=0' to the URL of the database");
	}

	void stillInFlight(Duration timeout) {
		logger.info("Requests of the outbox were still in flight after the drain timeout of " + timeout.toMillis()
				+ " ms. Their records stay in the table and will be sent again");
	}

}
