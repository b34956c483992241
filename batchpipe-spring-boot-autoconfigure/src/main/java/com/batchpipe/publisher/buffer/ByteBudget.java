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
 * Limits the number of bytes that all pipes together, and each of them, can buffer: those
 * of the records, and a fixed number per batch, which accounts for the objects of the
 * batch and its pipe. Waiters receive room in the order of their arrival; a pipe that has
 * used up its share does not delay the others.
 */
public final class ByteBudget {

	/**
	 * About what a pipe with one batch needs beside the records, as measured.
	 */
	private static final int MAX_BATCH_CHARGE = 1024;

	/**
	 * A small budget has room for this many batches.
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
	 * Add a pipe. As soon as there are two, none may hold more than half.
	 */
	Share addShare() {
		this.shares.incrementAndGet();
		return new Share();
	}

	/**
	 * Take room for a record, unless one waits for it who came before.
	 */
	boolean tryReserve(Share share, int bytes) {
		return (this.line.length() == 0) ? take(share, bytes) : this.line.pass(share, bytes);
	}

	/**
	 * Take room for the batch of a record that has its room.
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
	 * Wait for room.
	 * @return whether there was room in time
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
	 * Who is not in the line any more has got room, unless the publisher was closed
	 * meanwhile.
	 */
	private static boolean isGranted(Waiter waiter) {
		if (waiter.isRefused()) {
			throw new PublisherClosedException();
		}
		return true;
	}

	/**
	 * Wait for room without a thread.
	 * @return completed when there is room, or {@code null} if too many wait already; who
	 * cancels it waits no longer
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
	 * Tell those who wait that there may be room.
	 */
	void announceRoom(Share share) {
		if (this.line.length() > 0) {
			this.line.roomFor(share);
		}
	}

	/**
	 * Give room back without telling those who wait.
	 */
	void giveBack(Share share, long bytes) {
		add(share, -bytes, Long.MAX_VALUE);
		add(this.used, -bytes, Long.MAX_VALUE);
	}

	/**
	 * Let those who wait wait no longer.
	 */
	public void refuseWaiters() {
		this.line.refuseAll();
	}

	/**
	 * Close the share of a pipe that holds nothing and for which nobody waits.
	 * @return whether it is closed: nothing can be reserved with it any more
	 */
	boolean close(Share share) {
		return this.line.close(share);
	}

	/**
	 * Return what a batch counts beside its records.
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
	 * Take room, also before those who wait for it.
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
	 * Return whether it is not the share that leaves no room.
	 */
	boolean isWithinShare(Share share, int bytes) {
		return share.used() + bytes <= shareLimit();
	}

	/**
	 * Half of it must have room for the largest record and its batch.
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
	@SuppressWarnings("serial") // An AtomicLong itself, because there may be very many.
	public static final class Share extends AtomicLong {

		/**
		 * More than any limit, so that a closed share needs no check of its own.
		 */
		private static final long CLOSED = Long.MAX_VALUE / 2;

		/**
		 * Those who wait for room in this share, if anyone does. Guarded by the lock of
		 * the line.
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
