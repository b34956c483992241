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
 * What the sender of one pipe tells. Called on the sending thread.
 */
public interface SenderEvents {

	/**
	 * A request has ended, so that another pipe may send one.
	 */
	void requestEnded();

	/**
	 * Records are held, and the limit of all pipes admits no request now.
	 * @param inFlight how many requests the pipe has in flight
	 * @param failing whether its last one failed
	 */
	void waitsForTurn(int inFlight, boolean failing);

	/**
	 * All has been sent that may be sent now.
	 */
	void pumped();

	/**
	 * Nothing is sent to any pipe for a while.
	 */
	void allPaused();

	/**
	 * Nothing is held, and nothing is in flight.
	 */
	void atRest(long now);

}
