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

package com.batchpipe.publisher.delivery;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;

/**
 * The state of one pipe in the {@link Dispatcher}. There may be very many pipes, so each
 * has a sender only while there is something to send or to remember.
 */
public final class PipeDelivery {

	private final BatchSource source;

	/**
	 * Whether the pipe waits for permission to send. Used by the sending thread only.
	 */
	boolean waiting;

	/**
	 * Whether the sending thread will check the source soon.
	 */
	volatile boolean wakePending;

	/**
	 * Created and discarded by the sending thread.
	 */
	volatile @Nullable PipeSender sender;

	public PipeDelivery(BatchSource source) {
		this.source = source;
	}

	BatchSource source() {
		return this.source;
	}

	/**
	 * Return whether the pipe has a sender.
	 */
	public boolean isActive() {
		return this.sender != null;
	}

	/**
	 * Return the number of requests in flight.
	 */
	public int inFlight() {
		PipeSender current = this.sender;
		return (current != null) ? current.inFlight() : 0;
	}

	/**
	 * Return the maximum number of requests in flight.
	 */
	public int inFlightLimit() {
		PipeSender current = this.sender;
		return (current != null) ? current.inFlightLimit() : 1;
	}

	/**
	 * Return why the pipe is paused, or {@code null} if it is not.
	 */
	public @Nullable PauseCause pause() {
		PipeSender current = this.sender;
		return (current != null) ? current.pause() : null;
	}

}
