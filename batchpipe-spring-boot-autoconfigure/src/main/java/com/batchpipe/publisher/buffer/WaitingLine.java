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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.buffer.ByteBudget.Share;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * The callers that wait for room in a {@link ByteBudget}, in the order of their arrival.
 * Only the first waiter of each share is considered, and only while its share is not used
 * up.
 */
public final class WaitingLine {

	private static final int MAX_LENGTH = 10_000;

	private final ByteBudget budget;

	private final ReentrantLock lock = new ReentrantLock();

	/**
	 * The places whose share may have room, sorted by the number of their first waiter.
	 */
	private final TreeMap<Long, WaitingPlace> ready = new TreeMap<>();

	/**
	 * The places whose share is used up.
	 */
	private final Set<WaitingPlace> parked = new HashSet<>();

	private long numbers;

	private volatile int length;

	WaitingLine(ByteBudget budget) {
		this.budget = budget;
	}

	/**
	 * Join the line.
	 * @return the waiter, or {@code null} if too many callers are already waiting or the
	 * share is closed
	 */
	@Nullable Waiter join(Share share, int bytes) {
		Waiter waiter = new Waiter(share, bytes);
		boolean joined = false;
		try {
			if (!add(waiter)) {
				return null;
			}
			// Room released just before joining is not announced again.
			grant();
			joined = true;
			return waiter;
		}
		finally {
			if (!joined && !leave(waiter) && waiter.granted().isDone() && !waiter.isRefused()) {
				this.budget.release(share, bytes);
			}
		}
	}

	private boolean add(Waiter waiter) {
		this.lock.lock();
		try {
			Share share = waiter.share();
			if (this.length == MAX_LENGTH || share.isClosed()) {
				return false;
			}
			waiter.number(this.numbers++);
			WaitingPlace place = share.waiting;
			if (place == null) {
				place = new WaitingPlace();
				place.add(waiter);
				this.ready.put(waiter.number(), place);
				share.waiting = place;
			}
			else {
				place.add(waiter);
			}
			this.length++;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Leave the line.
	 * @return whether the waiter was still in the line
	 */
	boolean leave(Waiter waiter) {
		this.lock.lock();
		try {
			WaitingPlace place = waiter.share().waiting;
			if (place == null || !place.contains(waiter)) {
				return false;
			}
			remove(waiter, place);
		}
		finally {
			this.lock.unlock();
		}
		grant();
		return true;
	}

	/**
	 * Reserve room for a caller that is not in the line, unless this would overtake a
	 * waiting caller.
	 */
	boolean pass(Share share, int bytes) {
		StackRoom.ensure();
		this.lock.lock();
		try {
			return share.waiting == null && firstWithinShare() == null && this.budget.take(share, bytes);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Grant room that has become available in the budget and in the given share.
	 */
	void roomFor(Share share) {
		StackRoom.ensure();
		this.lock.lock();
		try {
			makeReady(share);
		}
		finally {
			this.lock.unlock();
		}
		grant();
	}

	/**
	 * End all waits with a {@link PublisherClosedException}.
	 */
	void refuseAll() {
		List<Waiter> refused = new ArrayList<>();
		this.lock.lock();
		try {
			this.parked.addAll(this.ready.values());
			this.ready.clear();
			for (WaitingPlace place : this.parked) {
				refused.addAll(place.waiters());
			}
			this.parked.clear();
			for (Waiter waiter : refused) {
				waiter.share().waiting = null;
				waiter.refuse();
			}
			this.length = 0;
		}
		finally {
			this.lock.unlock();
		}
		refused.forEach((waiter) -> waiter.granted().completeExceptionally(new PublisherClosedException()));
	}

	/**
	 * Close a share that is not used, unless a caller is waiting for it.
	 */
	boolean close(Share share) {
		this.lock.lock();
		try {
			return share.waiting == null && share.close();
		}
		finally {
			this.lock.unlock();
		}
	}

	int length() {
		return this.length;
	}

	private void grant() {
		Waiter waiter = next();
		while (waiter != null) {
			if (!waiter.granted().complete(null)) {
				this.budget.giveBack(waiter.share(), waiter.bytes());
				makeReadyLocked(waiter.share());
			}
			waiter = next();
		}
	}

	/**
	 * Reserve room for the next waiter and remove it from the line.
	 * @return the waiter, or {@code null} if no waiter can receive room
	 */
	private @Nullable Waiter next() {
		this.lock.lock();
		try {
			Waiter first = firstWithinShare();
			WaitingPlace place = (first != null) ? first.share().waiting : null;
			if (first == null || place == null || !this.budget.take(first.share(), first.bytes())) {
				return null;
			}
			boolean removed = false;
			try {
				remove(first, place);
				removed = true;
				return first;
			}
			finally {
				if (!removed) {
					this.budget.giveBack(first.share(), first.bytes());
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the first waiter whose share has room, if there is one.
	 */
	private @Nullable Waiter firstWithinShare() {
		while (!this.ready.isEmpty()) {
			WaitingPlace place = this.ready.firstEntry().getValue();
			Waiter first = place.first();
			if (this.budget.isWithinShare(first.share(), first.bytes())) {
				return first;
			}
			this.parked.add(place);
			this.ready.pollFirstEntry();
		}
		return null;
	}

	/**
	 * Remove a waiter. Only the first step can fail.
	 */
	private void remove(Waiter waiter, WaitingPlace place) {
		if (place.first() == waiter) {
			Waiter second = place.after(waiter);
			if (second != null) {
				this.ready.put(second.number(), place);
			}
			this.ready.remove(waiter.number());
			this.parked.remove(place);
		}
		place.remove(waiter);
		this.length--;
		if (place.isEmpty()) {
			waiter.share().waiting = null;
		}
	}

	private void makeReady(Share share) {
		WaitingPlace place = share.waiting;
		if (place != null) {
			this.ready.put(place.first().number(), place);
			this.parked.remove(place);
		}
	}

	private void makeReadyLocked(Share share) {
		this.lock.lock();
		try {
			makeReady(share);
		}
		finally {
			this.lock.unlock();
		}
	}

}
