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
 * Is told what the relay of an outbox does, for example to keep meters or to raise an
 * alarm. Called on the threads of the relay, after the transaction has committed. Must
 * not block, and must be safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public interface OutboxListener {

	/**
	 * Rows were claimed, sent, and the transaction has ended.
	 * @param pipeId the pipe's identifier
	 * @param records how many rows were claimed
	 * @param time how long the transaction lasted, with the request
	 */
	default void claimed(String pipeId, int records, Duration time) {
	}

	/**
	 * BatchPipe has accepted records.
	 * @param pipeId the pipe's identifier
	 * @param records how many records
	 * @param lag the time since the oldest of them was written, right before its commit,
	 * by the clocks of the instances
	 */
	default void delivered(String pipeId, int records, Duration lag) {
	}

	/**
	 * BatchPipe has refused records, and they are set aside.
	 * @param pipeId the pipe's identifier
	 * @param records how many records
	 * @param reason why
	 * @param status the HTTP status of the response, or {@code null} if there was none
	 */
	default void setAside(String pipeId, int records, UndeliveredReason reason, @Nullable Integer status) {
	}

}
