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

package com.batchpipe.publisher.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.delivery.Alarms.Alarm;
import com.batchpipe.publisher.limit.TotalInFlightLimit;
import com.batchpipe.publisher.limit.TotalInFlightLimit.Turn;
import com.batchpipe.publisher.log.PublisherLog;
import com.batchpipe.publisher.thread.EventLoop;
import com.batchpipe.publisher.thread.StackRoom;

/**
 * Makes the sender of each pipe check its source when records arrive, when an alarm is
 * due, and when the requests of other pipes end. Used by the sending thread only, unless
 * a method says otherwise.
 */
public final class Dispatcher {

	private static final long RECHECK_INTERVAL = Duration.ofSeconds(1).toNanos();

	private final EventLoop loop;

	private final PublisherLog log;

	private final SharedLimits limits;

	private final WaitingPipes waiting;

	private final PipeSenderFactory senders;

	private final Iterable<PipeDelivery> pipes;

	private final Alarms alarms;

	private final RestingSenders resting = new RestingSenders();

	/**
	 * An error after which the sending thread may have missed an event.
	 */
	private volatile @Nullable Throwable missed;

	private @Nullable Runnable drainCheck;

	public Dispatcher(EventLoop loop, PublisherLog log, SharedLimits limits, TotalInFlightLimit total,
			PipeSenderFactory senders, Iterable<PipeDelivery> pipes) {
		this.loop = loop;
		this.log = log;
		this.limits = limits;
		this.waiting = new WaitingPipes(total);
		this.senders = senders;
		this.pipes = pipes;
		this.alarms = new Alarms(loop);
	}

	/**
	 * Make the sender of a pipe check its source soon. Called on any thread.
	 * @return whether the sender will check; if not, the caller must try again
	 */
	public boolean wake(PipeDelivery pipe) {
		if (pipe.wakePending) {
			return true;
		}
		StackRoom.ensure();
		pipe.wakePending = true;
		try {
			this.loop.execute(() -> look(pipe));
			return true;
		}
		catch (Throwable ex) {
			pipe.wakePending = false;
			this.missed = ex;
			return false;
		}
	}

	private void look(PipeDelivery pipe) {
		pipe.wakePending = false;
		pipe.source().recover();
		pump(pipe);
		pumpMissed();
	}

	private void pump(PipeDelivery pipe) {
		sender(pipe).pump();
	}

	private PipeSender sender(PipeDelivery pipe) {
		PipeSender current = pipe.sender;
		if (current == null) {
			Alarm alarm = this.alarms.create(() -> look(pipe));
			current = this.senders.create(pipe.source(), new Events(pipe), alarm);
			pipe.sender = current;
		}
		return current;
	}

	/**
	 * Check all pipes that have something to send.
	 */
	public void pumpAll() {
		for (PipeDelivery pipe : this.pipes) {
			if (!pipe.source().isEmpty()) {
				pump(pipe);
			}
		}
	}

	/**
	 * Check all pipes if one might have been missed.
	 */
	private void pumpMissed() {
		Throwable ex = this.missed;
		if (ex != null) {
			this.missed = null;
			this.log.error(ex);
			pumpAll();
		}
	}

	private void pumpWaiting() {
		long now = this.loop.nanoTime();
		for (int left = this.waiting.size(); left > 0; left--) {
			PipeDelivery pipe = (this.limits.admitsAny(now)) ? this.waiting.next() : null;
			if (pipe == null) {
				return;
			}
			pump(pipe);
		}
	}

	/**
	 * Record that a task of the sending thread has failed.
	 */
	public void taskFailed(Throwable ex) {
		this.log.error(ex);
		this.loop.schedule(this::pumpAll, RECHECK_INTERVAL);
	}

	/**
	 * Discard the sender of a pipe, unless it is active, the pipe is paused, or its
	 * batches are smaller because of earlier rejections.
	 */
	public void giveUpIdleSender(PipeDelivery pipe) {
		PipeSender current = pipe.sender;
		if (current != null && current.isAtRest() && !current.isTaught()) {
			pipe.sender = null;
		}
	}

	/**
	 * Return why all pipes are paused, or {@code null} if they are not. Called on any
	 * thread.
	 */
	public @Nullable PauseCause pause() {
		return this.limits.pause();
	}

	/**
	 * Start sending all buffered records without waiting for more.
	 * @param check checks whether all pipes are drained; called after each change
	 */
	public void startDraining(Runnable check) {
		long now = this.loop.nanoTime();
		this.limits.startDraining(now);
		this.drainCheck = check;
		for (PipeDelivery pipe : this.pipes) {
			if (isUsed(pipe)) {
				sender(pipe).hasten(now);
			}
		}
		pumpAll();
		checkDrained();
	}

	public void checkDrained() {
		Runnable check = this.drainCheck;
		if (check != null) {
			check.run();
		}
	}

	/**
	 * Return whether no record buffered for a pipe can be sent within the given time.
	 */
	public boolean isDrained(PipeDelivery pipe, long now, long nanos) {
		return pipe.source().isEmpty() || sender(pipe).isStuck(now, nanos);
	}

	public void endDraining() {
		this.limits.endDraining();
		this.drainCheck = null;
	}

	/**
	 * Hand back all buffered records and end all pauses.
	 */
	public void abandonAll() {
		for (PipeDelivery pipe : this.pipes) {
			if (isUsed(pipe)) {
				sender(pipe).abandon();
			}
		}
		this.limits.endPause();
		this.log.pauses().clear();
	}

	private static boolean isUsed(PipeDelivery pipe) {
		return pipe.isActive() || !pipe.source().isEmpty();
	}

	/**
	 * Reacts to the events of the sender of one pipe.
	 */
	private final class Events implements SenderEvents {

		private final PipeDelivery pipe;

		Events(PipeDelivery pipe) {
			this.pipe = pipe;
		}

		@Override
		public void requestEnded() {
			pumpWaiting();
		}

		@Override
		public void waitsForTurn(int inFlight, boolean failing) {
			Dispatcher.this.waiting.add(this.pipe, Turn.of(inFlight, failing));
		}

		@Override
		public void pumped() {
			checkDrained();
		}

		@Override
		public void allPaused() {
			// Batches that must be returned to their callers do not wait for the pause to
			// end.
			Dispatcher.this.loop.execute(Dispatcher.this::pumpAll);
		}

		@Override
		public void atRest(long now) {
			Dispatcher.this.resting.rest(this.pipe, now);
		}

	}

}
