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

package com.batchpipe.client;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * Observation context for a call to BatchPipe.
 *
 * @since 0.1.0
 */
public class BatchPipeClientObservationContext extends Observation.Context {

	private final BatchPipeOperation operation;

	private final @Nullable String pipeId;

	private volatile @Nullable BatchPipeResponse response;

	private volatile boolean cancelled;

	/**
	 * Create the context for a call.
	 * @param operation the operation
	 * @param pipeId the pipe's identifier, or {@code null} if the operation does not
	 * concern a single pipe
	 */
	public BatchPipeClientObservationContext(BatchPipeOperation operation, @Nullable String pipeId) {
		this.operation = operation;
		this.pipeId = pipeId;
	}

	/**
	 * Return the operation.
	 * @return the operation
	 */
	public BatchPipeOperation getOperation() {
		return this.operation;
	}

	/**
	 * Return the pipe.
	 * @return the pipe's identifier, or {@code null} if the operation does not concern a
	 * single pipe
	 */
	public @Nullable String getPipeId() {
		return this.pipeId;
	}

	/**
	 * Return the response.
	 * @return the response, or {@code null} if the call has not ended, or ended without
	 * one
	 */
	public @Nullable BatchPipeResponse getResponse() {
		return this.response;
	}

	/**
	 * Set the response.
	 * @param response the response
	 */
	public void setResponse(@Nullable BatchPipeResponse response) {
		this.response = response;
	}

	/**
	 * Return whether the caller canceled the call before it ended.
	 * @return {@code true} if the call was canceled
	 */
	public boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Set whether the caller canceled the call before it ended.
	 * @param cancelled whether the call was canceled
	 */
	public void setCancelled(boolean cancelled) {
		this.cancelled = cancelled;
	}

}
