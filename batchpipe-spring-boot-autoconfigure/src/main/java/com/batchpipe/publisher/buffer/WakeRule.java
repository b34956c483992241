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
 * the buffer early enough on its own. Waking the sender would cost the publishing thread
 * more than everything else. Guarded by the lock of the pipe's buffer.
 */
public final class WakeRule {

	/**
	 * With less, to look again instead of being woken could make a batch late.
	 */
	private static final long MIN_LINGER_TO_LOOK = Duration.ofMillis(5).toNanos();

	private boolean whenOpened = true;

	private boolean whenSealed = true;

	/**
	 * Decide when the sender looks again.
	 * @param wait in how many nanoseconds it is to look at what is held
	 * @param sendable whether a batch may be sent; if not, it looks as soon as one may
	 * @param tick in how many nanoseconds it would look though nothing is held
	 * @param linger how long a batch waits to be filled, in nanoseconds
	 * @return the wait in nanoseconds, or {@link Long#MAX_VALUE} if it need not look
	 */
	long looksAgain(long wait, boolean sendable, long tick, long linger) {
		long patience = (linger >= MIN_LINGER_TO_LOOK) ? linger : -1;
		long next = (wait == Long.MAX_VALUE && tick <= patience) ? tick : wait;
		this.whenSealed = sendable || next == Long.MAX_VALUE;
		this.whenOpened = this.whenSealed && next > patience;
		return next;
	}

	/**
	 * Return whether a record wakes the sender.
	 * @param opened whether it has opened a batch
	 * @param filled whether it has filled or ended one
	 */
	boolean wakes(boolean opened, boolean filled) {
		return (filled && this.whenSealed) || (opened && this.whenOpened);
	}

}
