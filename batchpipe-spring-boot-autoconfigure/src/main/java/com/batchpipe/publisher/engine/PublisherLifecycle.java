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

package com.batchpipe.publisher.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.publisher.PublisherStats.State;
import com.batchpipe.publisher.buffer.ByteBudget;
import com.batchpipe.publisher.buffer.Pipe;
import com.batchpipe.publisher.delivery.Dispatcher;
import com.batchpipe.publisher.delivery.UndeliveredQueue;
import com.batchpipe.publisher.log.PublisherLog;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Starts and stops a publisher. Stopping happens in the background: the buffered records
 * are sent, and records are still accepted until none of the buffered records can be sent
 * or half of the time for sending has elapsed. After that, no more records are accepted,
 * and at the end the remaining records are handed back.
 */
public final class PublisherLifecycle {

	/**
	 * If there is a handler, the fraction of the drain timeout after which the remaining
	 * records are abandoned. The rest of the time is for handing them back.
	 */
	private static final double SENDING_PART = 0.8;

	private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

	private final ReentrantLock lock = new ReentrantLock();

	private final EventLoop loop;

	private final Duration timeout;

	private final Dispatcher dispatcher;

	private final Collection<Pipe> pipes;

	private final ByteBudget budget;

	private final UndeliveredQueue undelivered;

	private final PublisherLog log;

	private final Supplier<PublisherStats> stats;

	private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

	private final List<Runnable> timers = new ArrayList<>();

	private long drainingSince;

	private final DrainCheck drainCheck;

	PublisherLifecycle(EventLoop loop, Duration timeout, Dispatcher dispatcher, Collection<Pipe> pipes,
			ByteBudget budget, UndeliveredQueue undelivered, PublisherLog log, Supplier<PublisherStats> stats) {
		this.loop = loop;
		this.timeout = timeout;
		this.dispatcher = dispatcher;
		this.pipes = pipes;
		this.budget = budget;
		this.undelivered = undelivered;
		this.log = log;
		this.stats = stats;
		this.drainCheck = new DrainCheck(pipes);
	}

	public State state() {
		return state(this.state);
	}

	private static State state(AtomicReference<State> state) {
		State current = state.get();
		return (current != null) ? current : State.NEW;
	}

	public void start() {
		this.lock.lock();
		try {
			if (become(State.RUNNING)) {
				this.pipes.forEach((pipe) -> pipe.buffer().close(false));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Start the publisher on the first record, unless it has been started before.
	 */
	void used() {
		this.state.compareAndSet(State.NEW, State.RUNNING);
	}

	/**
	 * Stop the publisher and return a future that completes when it has stopped.
	 */
	public CompletableFuture<Void> stop() {
		this.lock.lock();
		try {
			if (this.state.compareAndSet(State.NEW, State.CLOSED)) {
				return this.stopped;
			}
			if (become(State.DRAINING)) {
				CompletableFuture<Void> end = new CompletableFuture<>();
				this.stopped = end.whenComplete((done, failure) -> logStopped());
				this.loop.execute(() -> drain(end));
			}
			return this.stopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean become(State next) {
		State current = state();
		return successors(current).contains(next) && this.state.compareAndSet(current, next);
	}

	private static Set<State> successors(State state) {
		return switch (state) {
			case NEW -> EnumSet.of(State.RUNNING, State.CLOSED);
			case RUNNING -> EnumSet.of(State.DRAINING);
			case DRAINING -> EnumSet.of(State.CLOSING);
			case CLOSING -> EnumSet.of(State.CLOSED);
			case CLOSED -> EnumSet.of(State.RUNNING);
		};
	}

	private void drain(CompletableFuture<Void> end) {
		this.drainingSince = this.loop.nanoTime();
		long whole = this.timeout.toNanos();
		long sending = (this.undelivered.hasHandler()) ? (long) (whole * SENDING_PART) : whole;
		this.timers.add(this.loop.schedule(this::acceptNoMore, sending / 2));
		this.timers.add(this.loop.schedule(() -> finish(end), sending));
		this.timers.add(this.loop.schedule(() -> end.complete(null), whole));
		this.dispatcher.startDraining(() -> finishIfDrained(end, this.drainingSince + sending));
	}

	private void acceptNoMore() {
		if (become(State.CLOSING)) {
			this.pipes.forEach((pipe) -> pipe.buffer().close(true));
			this.budget.refuseWaiters();
			this.dispatcher.checkDrained();
		}
	}

	private void finishIfDrained(CompletableFuture<Void> end, long sendingUntil) {
		long now = this.loop.nanoTime();
		if (!this.drainCheck.isDrained(now, sendingUntil - now)) {
			return;
		}
		if (state() == State.DRAINING) {
			// A record may be accepted until the buffers are closed, so check again.
			acceptNoMore();
		}
		else {
			finish(end);
		}
	}

	private void finish(CompletableFuture<Void> end) {
		if (state() == State.DRAINING) {
			this.dispatcher.endDraining();
			acceptNoMore();
		}
		if (!become(State.CLOSED)) {
			return;
		}
		this.dispatcher.endDraining();
		this.dispatcher.abandonAll();
		this.timers.subList(0, 2).forEach(Runnable::run);
		List<Runnable> last = List.copyOf(this.timers.subList(2, 3));
		this.timers.clear();
		this.undelivered.idle().whenComplete((done, failure) -> end.complete(null));
		end.whenComplete((done, failure) -> last.forEach(Runnable::run));
	}

	private void logStopped() {
		this.log.stopped(this.stats.get(), this.loop.nanoTime() - this.drainingSince);
	}

	/**
	 * Close the buffer of a pipe that was created while the publisher was being stopped.
	 */
	void adopt(@Nullable Pipe pipe) {
		if (pipe != null && !state().isAccepting()) {
			pipe.buffer().close(true);
		}
	}

}
