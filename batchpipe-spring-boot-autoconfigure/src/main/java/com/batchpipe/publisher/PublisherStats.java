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
 * What a publisher has done since it was created.
 *
 * @param state the state of the publisher
 * @param pause why nothing at all is sent for a while, or {@code null}
 * @param bufferedBytes what is held, in bytes: the JSON of the records, and a kilobyte
 * for each batch
 * @param maxBufferedBytes the bytes that can be held
 * @param waiters how many callers wait for room
 * @param errors how many unexpected errors were caught
 * @param handlerDropped how many undelivered records were not handed over
 * @param pipes the figures of each of the first 1,000 pipes, by its identifier
 * @param otherPipes the figures of all other pipes, summed up, also of those that were
 * forgotten
 * @since 0.1.0
 */
public record PublisherStats(State state, @Nullable PauseCause pause, long bufferedBytes, long maxBufferedBytes,
		int waiters, long errors, long handlerDropped, Map<String, PipeStats> pipes, PipeStats otherPipes) {

	/**
	 * Return the sum of a figure over all pipes.
	 * @param figure the figure
	 * @return the sum
	 */
	public long total(ToLongFunction<PipeStats> figure) {
		return this.pipes.values().stream().mapToLong(figure).sum() + figure.applyAsLong(this.otherPipes);
	}

	/**
	 * The states of a publisher.
	 */
	public enum State {

		/**
		 * Not started and not used yet. The first record starts it.
		 */
		NEW(true),

		/**
		 * Accepts records and sends them.
		 */
		RUNNING(true),

		/**
		 * Is being stopped: sends what is held, and still accepts records of those who
		 * have not stopped yet.
		 */
		DRAINING(true),

		/**
		 * Is being stopped: sends what is held, and accepts no more.
		 */
		CLOSING(false),

		/**
		 * Stopped. Can be started again.
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
