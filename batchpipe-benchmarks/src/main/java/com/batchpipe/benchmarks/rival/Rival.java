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
 * A publisher that is measured. It is given the number of a record and the number of a
 * pipe; what it needs for them is prepared before, except for what its users, too, have
 * to make for each record.
 */
public interface Rival extends AutoCloseable {

	/**
	 * Return what one thread publishes through.
	 * @return the producer, not for other threads
	 */
	Producer producer();

	/**
	 * Send what is waiting, if there is a way to ask for it.
	 */
	default void flush() {
	}

	@Override
	void close();

	/**
	 * One thread's way to publish.
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
		 * Do what is left after the last record.
		 */
		default void end() {
		}

	}

}
