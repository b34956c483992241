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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that all pipes may hold together, and each of them. Those who wait for room
 * get it in the order in which they came; a pipe that has used its share does not hold up
 * the others.
 */
final class ByteBudget {

	private static final int MAX_WAITERS = 10_000;

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	private final AtomicInteger shares = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Waiter> waiters = new ArrayDeque<>();

	private volatile int waiting;

	ByteBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Add a pipe. As soon as there are two, none may hold more than half.
	 */
	Share addShare() {
		this.shares.incrementAndGet();
		return new Share();
	}

	boolean tryReserve(Share share, int bytes) {
		return (this.waiting == 0) ? take(share, bytes) : takeWhileOthersWait(share, bytes);
	}

	/**
	 * Take room, unless one waits for it who came before.
	 */
	private boolean takeWhileOthersWait(Share share, int bytes) {
		this.lock.lock();
		try {
			for (Waiter waiter : this.waiters) {
				if (waiter.share == share || isWithinShare(waiter)) {
					return false;
				}
			}
			return take(share, bytes);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isWithinShare(Waiter waiter) {
		return waiter.share.used.get() + waiter.bytes <= shareLimit();
	}

	/**
	 * Wait for room.
	 * @return whether there was room in time
	 */
	boolean reserve(Share share, int bytes, Duration timeout) throws InterruptedException {
		Waiter waiter = addWaiter(share, bytes);
		if (waiter == null) {
			return false;
		}
		try {
			waiter.granted.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return !remove(waiter);
		}
		catch (InterruptedException ex) {
			if (!remove(waiter)) {
				release(share, bytes);
			}
			throw ex;
		}
		catch (ExecutionException ex) {
			throw new PublisherClosedException();
		}
	}

	/**
	 * Wait for room without a thread.
	 * @return completed when there is room, or {@code null} if too many wait already; who
	 * cancels it waits no longer
	 */
	@Nullable CompletableFuture<Void> reserve(Share share, int bytes) {
		Waiter waiter = addWaiter(share, bytes);
		if (waiter == null) {
			return null;
		}
		waiter.granted.whenComplete((granted, failure) -> {
			if (waiter.granted.isCancelled()) {
				remove(waiter);
			}
		});
		return waiter.granted;
	}

	void release(Share share, long bytes) {
		share.used.addAndGet(-bytes);
		this.used.addAndGet(-bytes);
		if (this.waiting > 0) {
			grant();
		}
	}

	/**
	 * Let those who wait wait no longer.
	 */
	void refuseWaiters() {
		List<Waiter> refused;
		this.lock.lock();
		try {
			refused = new ArrayList<>(this.waiters);
			this.waiters.clear();
			this.waiting = 0;
		}
		finally {
			this.lock.unlock();
		}
		refused.forEach((waiter) -> waiter.granted.completeExceptionally(new PublisherClosedException()));
	}

	long used() {
		return this.used.get();
	}

	long limit() {
		return this.limit;
	}

	int waiting() {
		return this.waiting;
	}

	/**
	 * Take room, also before those who wait for it.
	 */
	boolean take(Share share, int bytes) {
		if (!add(share.used, bytes, shareLimit())) {
			return false;
		}
		if (!add(this.used, bytes, this.limit)) {
			share.used.addAndGet(-bytes);
			return false;
		}
		return true;
	}

	private long shareLimit() {
		return (this.shares.get() > 1) ? this.limit / 2 : this.limit;
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

	private @Nullable Waiter addWaiter(Share share, int bytes) {
		Waiter waiter = new Waiter(share, bytes, new CompletableFuture<>());
		this.lock.lock();
		try {
			if (this.waiters.size() == MAX_WAITERS) {
				return null;
			}
			this.waiters.addLast(waiter);
			this.waiting = this.waiters.size();
		}
		finally {
			this.lock.unlock();
		}
		// Room that was released just before is not announced again.
		grant();
		return waiter;
	}

	private boolean remove(Waiter waiter) {
		boolean removed;
		this.lock.lock();
		try {
			removed = this.waiters.remove(waiter);
			this.waiting = this.waiters.size();
		}
		finally {
			this.lock.unlock();
		}
		if (removed) {
			grant();
		}
		return removed;
	}

	private void grant() {
		List<Waiter> granted = new ArrayList<>();
		this.lock.lock();
		try {
			Set<Share> usedUp = new HashSet<>();
			Iterator<Waiter> iterator = this.waiters.iterator();
			while (iterator.hasNext() && usedUp.size() < this.shares.get()) {
				Waiter waiter = iterator.next();
				if (usedUp.contains(waiter.share)) {
					continue;
				}
				if (take(waiter.share, waiter.bytes)) {
					iterator.remove();
					granted.add(waiter);
				}
				else if (isWithinShare(waiter)) {
					break;
				}
				else {
					usedUp.add(waiter.share);
				}
			}
			this.waiting = this.waiters.size();
		}
		finally {
			this.lock.unlock();
		}
		for (Waiter waiter : granted) {
			if (!waiter.granted.complete(null)) {
				release(waiter.share, waiter.bytes);
			}
		}
	}

	/**
	 * What one pipe holds.
	 */
	static final class Share {

		private final AtomicLong used = new AtomicLong();

		long used() {
			return this.used.get();
		}

	}

	/**
	 * One who waits. Compared by identity, hence no record.
	 */
	private static final class Waiter {

		private final Share share;

		private final int bytes;

		private final CompletableFuture<Void> granted;

		Waiter(Share share, int bytes, CompletableFuture<Void> granted) {
			this.share = share;
			this.bytes = bytes;
			this.granted = granted;
		}

	}

}
