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

package com.batchpipe.publisher.buffer;

/**
 * The result of adding a record. Its fields are read without a method call, because the
 * stack may have no room for one after the record was added.
 */
public enum AppendResult {

	/**
	 * Added to the open batch.
	 */
	BUFFERED(true, false, false),

	/**
	 * Added to the open batch, and the sender must be woken.
	 */
	BUFFERED_TO_SEND(true, false, true),

	/**
	 * Added to a new batch.
	 */
	OPENED(true, true, false),

	/**
	 * Added to a new batch, and the sender must be woken.
	 */
	OPENED_TO_SEND(true, true, true),

	/**
	 * Not added, because there is no room for a new batch.
	 */
	NO_ROOM(false, false, false),

	/**
	 * Not added, because the buffer is closed.
	 */
	REFUSED(false, false, false);

	/**
	 * Whether the record was added.
	 */
	final boolean buffered;

	/**
	 * Whether a batch was opened for the record.
	 */
	final boolean opened;

	/**
	 * Whether the sender must be woken.
	 */
	final boolean toSend;

	AppendResult(boolean buffered, boolean opened, boolean toSend) {
		this.buffered = buffered;
		this.opened = opened;
		this.toSend = toSend;
	}

	static AppendResult of(boolean opened, boolean toSend) {
		if (opened) {
			return (toSend) ? OPENED_TO_SEND : OPENED;
		}
		return (toSend) ? BUFFERED_TO_SEND : BUFFERED;
	}

}
