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

/**
 * A publisher that is measured. It receives the number of a record and the number of a
 * pipe. Everything it needs for them is prepared in advance, except for objects that its
 * users, too, must create for each record.
 */
public interface Rival extends AutoCloseable {

	/**
	 * Return a producer for one thread.
	 * @return the producer, which other threads must not use
	 */
	Producer producer();

	/**
	 * Send the buffered records now, if the publisher supports this.
	 */
	default void flush() {
	}

	@Override
	void close();

	/**
	 * Publishes the records of one thread.
	 */
	@FunctionalInterface
	interface Producer {

		/**
		 * Publish one record.
		 * @param number the number of the record, 0 or greater
		 * @param pipe the number of the pipe
		 */
		void publish(int number, int pipe);

		/**
		 * Finish after the last record.
		 */
		default void end() {
		}

	}

}
