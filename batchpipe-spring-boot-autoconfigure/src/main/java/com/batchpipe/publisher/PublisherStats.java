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

package com.batchpipe.publisher;

import java.util.Map;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Statistics of a publisher since it was created.
 *
 * @param state the state of the publisher
 * @param pause why all pipes are paused, or {@code null} if they are not
 * @param bufferedBytes how much of the buffer is in use, in bytes: the JSON of the
 * buffered records plus 1 KiB per batch
 * @param maxBufferedBytes the maximum size of the buffer in bytes
 * @param waiters the number of callers that are waiting for room
 * @param errors the number of unexpected errors that were caught
 * @param handlerDropped the number of undelivered records that were not passed to the
 * handler because too many were already waiting for it
 * @param pipes the statistics of each of the first 1,000 pipes, keyed by pipe identifier
 * @param otherPipes the combined statistics of all other pipes, including those whose own
 * statistics were discarded
 * @since 0.1.0
 */
public record PublisherStats(State state, @Nullable PauseCause pause, long bufferedBytes, long maxBufferedBytes,
		int waiters, long errors, long handlerDropped, Map<String, PipeStats> pipes, PipeStats otherPipes) {

	/**
	 * Return the total of a statistic over all pipes.
	 * @param statistic the statistic, such as {@code PipeStats::delivered}
	 * @return the sum
	 */
	public long total(ToLongFunction<PipeStats> statistic) {
		return this.pipes.values().stream().mapToLong(statistic).sum() + statistic.applyAsLong(this.otherPipes);
	}

	/**
	 * The states of a publisher.
	 */
	public enum State {

		/**
		 * The publisher has not been started or used yet. The first record starts it.
		 */
		NEW(true),

		/**
		 * The publisher accepts records and sends them.
		 */
		RUNNING(true),

		/**
		 * The publisher is being stopped. It sends the buffered records and still accepts
		 * records from components that have not been stopped yet.
		 */
		DRAINING(true),

		/**
		 * The publisher is being stopped. It sends the buffered records and accepts no
		 * more records.
		 */
		CLOSING(false),

		/**
		 * The publisher has been stopped. It can be started again.
		 */
		CLOSED(false);

		private final boolean accepting;

		State(boolean accepting) {
			this.accepting = accepting;
		}

		/**
		 * Return whether records are accepted in this state.
		 * @return {@code true} if they are
		 */
		public boolean isAccepting() {
			return this.accepting;
		}

	}

}
