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

/**
 * Callbacks for the events of the sender of one pipe. Called on the sending thread.
 */
public interface SenderEvents {

	/**
	 * A request has ended, so another pipe can send one.
	 */
	void requestEnded();

	/**
	 * The pipe may have something to send, but the limits shared by all pipes do not
	 * admit a request now.
	 * @param inFlight the number of requests that the pipe has in flight
	 * @param failing whether its last request failed
	 */
	void waitsForTurn(int inFlight, boolean failing);

	/**
	 * Everything that can be sent now has been sent.
	 */
	void pumped();

	/**
	 * All pipes are paused.
	 */
	void allPaused();

	/**
	 * Nothing is buffered and nothing is in flight.
	 */
	void atRest(long now);

}
