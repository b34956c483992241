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

import java.time.Duration;

/**
 * Decides when a publishing thread wakes the sender: only if the sender would not check
 * the buffer early enough on its own. Waking the sender costs the publishing thread more
 * than all of its other work. Guarded by the lock of the pipe's accounts.
 */
public final class WakeRule {

	/**
	 * The minimum linger for which the sender checks the buffer on its own instead of
	 * being woken. With a shorter linger, a batch could be late.
	 */
	private static final long MIN_LINGER_TO_LOOK = Duration.ofMillis(5).toNanos();

	private boolean whenOpened = true;

	private boolean whenSealed = true;

	/**
	 * Decide when the sender checks the buffer again.
	 * @param wait the nanoseconds after which it must check the buffered records
	 * @param sendable whether a batch can be sent; if not, the sender checks as soon as
	 * one can be sent
	 * @param tick the nanoseconds after which it would check even if nothing is buffered
	 * @param linger how long a batch waits for more records, in nanoseconds
	 * @return the wait in nanoseconds, or {@link Long#MAX_VALUE} if no check is needed
	 */
	long looksAgain(long wait, boolean sendable, long tick, long linger) {
		long patience = (linger >= MIN_LINGER_TO_LOOK) ? linger : -1;
		long next = (wait == Long.MAX_VALUE && tick <= patience) ? tick : wait;
		this.whenSealed = sendable || next == Long.MAX_VALUE;
		this.whenOpened = this.whenSealed && next > patience;
		return next;
	}

	/**
	 * Return whether adding a record wakes the sender.
	 * @param opened whether a batch was opened for the record
	 * @param filled whether the record has filled a batch or caused one to be sealed
	 */
	boolean wakes(boolean opened, boolean filled) {
		return (filled && this.whenSealed) || (opened && this.whenOpened);
	}

}
