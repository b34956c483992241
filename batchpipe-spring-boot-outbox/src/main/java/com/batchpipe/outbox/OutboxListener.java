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

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.UndeliveredReason;

/**
 * Listener for the work of an outbox's relay, for example to update meters or to raise an
 * alert. It is called on the threads of the relay after the relay's transaction has been
 * committed. Implementations must not block and must be safe for use by multiple threads.
 * An exception from a listener is logged and has no other effect.
 *
 * @since 0.1.0
 */
public interface OutboxListener {

	/**
	 * Called after rows have been claimed and the relay's transaction has been committed,
	 * whether or not the records were sent.
	 * @param pipeId the pipe's identifier
	 * @param records the number of claimed rows
	 * @param time the duration of the transaction, including the request
	 */
	default void claimed(String pipeId, int records, Duration time) {
	}

	/**
	 * Called after BatchPipe has accepted records.
	 * @param pipeId the pipe's identifier
	 * @param records the number of records
	 * @param lag the time since the oldest of the claimed rows was first written to the
	 * table, according to the clocks of the instances
	 */
	default void delivered(String pipeId, int records, Duration lag) {
	}

	/**
	 * Called after rejected records have been set aside.
	 * @param pipeId the pipe's identifier
	 * @param records the number of records
	 * @param reason why the records were rejected
	 * @param status the HTTP status of the response, or {@code null} if there was none
	 */
	default void setAside(String pipeId, int records, UndeliveredReason reason, @Nullable Integer status) {
	}

}
