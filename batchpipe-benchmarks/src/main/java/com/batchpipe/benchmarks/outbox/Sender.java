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

package com.batchpipe.benchmarks.outbox;

import java.util.List;

/**
 * A way from the transactions of an application to the sink, with a table in between.
 */
interface Sender extends AutoCloseable {

	/**
	 * Insert records in one transaction.
	 * @param records the records as JSON
	 * @throws Exception if the transaction fails
	 */
	void publish(List<String> records) throws Exception;

	/**
	 * Start sending committed records. A sender that cannot be stopped is always sending.
	 */
	default void start() {
	}

	/**
	 * Finish the requests that are in flight, and stop sending.
	 */
	default void stop() {
	}

	@Override
	void close();

}
