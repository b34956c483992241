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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock that is held for far less time than a thread needs to park, small enough for
 * very many pipes. It is unlocked by writing a field, which needs no call and so cannot
 * fail: {@link java.util.concurrent.locks.ReentrantLock ReentrantLock} stays locked if
 * the stack overflows in {@code unlock}. Not reentrant.
 */
final class BufferLock {

	static final int UNLOCKED = 0;

	private static final int LOCKED = 1;

	private static final int SPINS = 64;

	private static final int YIELDS = 64;

	private static final long PAUSE = Duration.ofNanos(50_000).toNanos();

	private static final AtomicIntegerFieldUpdater<BufferLock> STATE = AtomicIntegerFieldUpdater
		.newUpdater(BufferLock.class, "state");

	/**
	 * Who holds the lock writes {@link #UNLOCKED} to unlock it.
	 */
	volatile int state;

	void lock() {
		for (int tries = 0; !tryLock(); tries++) {
			if (tries < SPINS) {
				Thread.onSpinWait();
			}
			else if (tries < SPINS + YIELDS) {
				Thread.yield();
			}
			else {
				// Who holds it does not run.
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	private boolean tryLock() {
		return this.state == UNLOCKED && STATE.compareAndSet(this, UNLOCKED, LOCKED);
	}

}
