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
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.batch.PipeLedger;

/**
 * The counts of one pipe, and the lock that guards them and the pipe's buffer. The lock
 * is held for far less time than it takes to park a thread, and is small enough for very
 * many pipes. It is released by writing a field, which needs no method call and so cannot
 * fail: {@link java.util.concurrent.locks.ReentrantLock ReentrantLock} stays locked if
 * the stack overflows in {@code unlock}. Not reentrant.
 */
public final class PipeAccounts extends PipeLedger {

	static final int UNLOCKED = 0;

	private static final int LOCKED = 1;

	private static final int SPINS = 64;

	private static final int YIELDS = 64;

	private static final long PAUSE = Duration.ofNanos(50_000).toNanos();

	private static final AtomicIntegerFieldUpdater<PipeAccounts> STATE = AtomicIntegerFieldUpdater
		.newUpdater(PipeAccounts.class, "state");

	/**
	 * The state of the lock. The thread that holds the lock writes {@link #UNLOCKED} to
	 * release it.
	 */
	volatile int state;

	private boolean retired;

	void lock() {
		for (int tries = 0; !tryLock(); tries++) {
			if (tries < SPINS) {
				Thread.onSpinWait();
			}
			else if (tries < SPINS + YIELDS) {
				Thread.yield();
			}
			else {
				// The thread that holds the lock is not running.
				LockSupport.parkNanos(PAUSE);
			}
		}
	}

	private boolean tryLock() {
		return this.state == UNLOCKED && STATE.compareAndSet(this, UNLOCKED, LOCKED);
	}

	/**
	 * Run an action that is guarded by the lock.
	 */
	void inLock(Consumer<PipeLedger> action) {
		this.<@Nullable Void>read((ledger) -> {
			action.accept(ledger);
			return null;
		});
	}

	/**
	 * Read a value that is guarded by the lock.
	 */
	<T extends @Nullable Object> T read(Function<PipeLedger, T> reader) {
		lock();
		try {
			return reader.apply(this);
		}
		finally {
			this.state = UNLOCKED;
		}
	}

	/**
	 * Count records that have ended without being added to a batch.
	 * @return whether the records were counted; they are not counted if the pipe was
	 * forgotten
	 */
	boolean endedAtOnce(int records, RecordState state) {
		return read((ledger) -> {
			if (!this.retired) {
				ledger.accepted(records);
				ledger.ended(state, records);
			}
			return !this.retired;
		});
	}

	/**
	 * Record that the pipe was forgotten: nothing is buffered, and nothing more can be
	 * reserved. Its counts are added to the given sum only once.
	 */
	void retire(PipeLedger sum) {
		inLock((ledger) -> {
			if (!this.retired) {
				this.retired = true;
				sum.add(ledger);
			}
		});
	}

	boolean isRetired() {
		return read((ledger) -> this.retired);
	}

}
