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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PublisherClosedException;

/**
 * Limits how many bytes each pipe, and all pipes together, can buffer: the bytes of the
 * records and a fixed charge per batch, which accounts for the objects of the batch and
 * its pipe. Waiters receive room in the order of their arrival; a pipe that has used up
 * its share does not delay the others.
 */
public final class ByteBudget {

	/**
	 * The approximate number of bytes, as measured, that a pipe with one batch needs in
	 * addition to its records.
	 */
	private static final int MAX_BATCH_CHARGE = 1024;

	/**
	 * The minimum number of batches for which a small budget has room.
	 */
	private static final int MIN_BATCHES = 1024;

	private final long limit;

	private final int batchCharge;

	private final AtomicLong used = new AtomicLong();

	private final AtomicInteger shares = new AtomicInteger();

	private final WaitingLine line = new WaitingLine(this);

	public ByteBudget(long limit) {
		this.limit = limit;
		this.batchCharge = (int) Math.min(MAX_BATCH_CHARGE, limit / MIN_BATCHES);
	}

	/**
	 * Add a share for a pipe. As soon as there are two pipes, each can use at most about
	 * half of the budget.
	 */
	Share addShare() {
		this.shares.incrementAndGet();
		return new Share();
	}

	/**
	 * Reserve room for a record, unless this would overtake a waiting caller.
	 */
	boolean tryReserve(Share share, int bytes) {
		return (this.line.length() == 0) ? take(share, bytes) : this.line.pass(share, bytes);
	}

	/**
	 * Reserve room for the batch of a record whose own room is already reserved.
	 */
	boolean tryReserveBatch(Share share) {
		share.addAndGet(this.batchCharge);
		if (add(this.used, this.batchCharge, this.limit)) {
			return true;
		}
		share.addAndGet(-this.batchCharge);
		return false;
	}

	/**
	 * Wait for room and reserve it.
	 * @return whether the room was reserved in time
	 */
	boolean reserve(Share share, int bytes, Duration timeout) throws InterruptedException {
		Waiter waiter = this.line.join(share, bytes);
		if (waiter == null) {
			return false;
		}
		boolean interrupted = true;
		try {
			waiter.granted().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			interrupted = false;
			return true;
		}
		catch (TimeoutException ex) {
			interrupted = false;
			return !this.line.leave(waiter) && isGranted(waiter);
		}
		catch (ExecutionException ex) {
			interrupted = false;
			throw new PublisherClosedException();
		}
		finally {
			if (interrupted && !this.line.leave(waiter) && !waiter.isRefused()) {
				release(share, bytes);
			}
		}
	}

	/**
	 * Check that a waiter that has left the line has received room. It has, unless the
	 * publisher was closed in the meantime.
	 */
	private static boolean isGranted(Waiter waiter) {
		if (waiter.isRefused()) {
			throw new PublisherClosedException();
		}
		return true;
	}

	/**
	 * Wait for room and reserve it, without blocking a thread.
	 * @return a future that completes when the room is reserved and that can be canceled
	 * to stop waiting, or {@code null} if too many callers are already waiting or the
	 * share is closed
	 */
	@Nullable CompletableFuture<Void> reserve(Share share, int bytes) {
		Waiter waiter = this.line.join(share, bytes);
		if (waiter == null) {
			return null;
		}
		waiter.granted().whenComplete((granted, failure) -> {
			if (waiter.granted().isCancelled()) {
				this.line.leave(waiter);
			}
		});
		return waiter.granted();
	}

	void release(Share share, long bytes) {
		giveBack(share, bytes);
		announceRoom(share);
	}

	/**
	 * Notify waiting callers that there may be room.
	 */
	void announceRoom(Share share) {
		if (this.line.length() > 0) {
			this.line.roomFor(share);
		}
	}

	/**
	 * Release room without notifying waiting callers.
	 */
	void giveBack(Share share, long bytes) {
		add(share, -bytes, Long.MAX_VALUE);
		add(this.used, -bytes, Long.MAX_VALUE);
	}

	/**
	 * End all waits for room with a {@link PublisherClosedException}.
	 */
	public void refuseWaiters() {
		this.line.refuseAll();
	}

	/**
	 * Close a share if nothing is reserved in it and no caller is waiting for it.
	 * @return whether the share was closed, so that nothing more can be reserved in it
	 */
	boolean close(Share share) {
		return this.line.close(share);
	}

	/**
	 * Return the charge for a batch in addition to its records, in bytes.
	 */
	int batchCharge() {
		return this.batchCharge;
	}

	public long used() {
		return this.used.get();
	}

	public long limit() {
		return this.limit;
	}

	public int waiting() {
		return this.line.length();
	}

	/**
	 * Reserve room, even if other callers are waiting for it.
	 */
	boolean take(Share share, int bytes) {
		if (!add(share, bytes, shareLimit())) {
			return false;
		}
		if (!add(this.used, bytes, this.limit)) {
			add(share, -bytes, Long.MAX_VALUE);
			return false;
		}
		return true;
	}

	/**
	 * Return whether the share has room. The budget may still have none.
	 */
	boolean isWithinShare(Share share, int bytes) {
		return share.used() + bytes <= shareLimit();
	}

	/**
	 * Return the limit of each share: if there are several, half of the budget plus the
	 * charge for one batch, so that even the largest record and its batch fit.
	 */
	private long shareLimit() {
		return (this.shares.get() > 1) ? this.limit / 2 + this.batchCharge : this.limit;
	}

	private static boolean add(AtomicLong counter, long bytes, long limit) {
		long before = counter.get();
		while (before + bytes <= limit) {
			if (counter.compareAndSet(before, before + bytes)) {
				return true;
			}
			before = counter.get();
		}
		return false;
	}

	/**
	 * The number of bytes used by one pipe.
	 */
	@SuppressWarnings("serial") // Extends AtomicLong, because there may be very many.
	public static final class Share extends AtomicLong {

		/**
		 * A value above any limit, so that no separate check for a closed share is
		 * needed.
		 */
		private static final long CLOSED = Long.MAX_VALUE / 2;

		/**
		 * The callers that wait for room in this share, or {@code null} if there are
		 * none. Guarded by the lock of the line.
		 */
		@Nullable WaitingPlace waiting;

		public long used() {
			return get();
		}

		boolean isClosed() {
			return get() >= CLOSED;
		}

		boolean close() {
			return compareAndSet(0, CLOSED);
		}

	}

}
