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
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.Alarms.Alarm;

/**
 * Sends the batches of one pipe, and decides what happens after each response. Used by
 * the sending thread only.
 */
final class PipeSender {

	private static final Duration TIMEOUT_GRACE = Duration.ofSeconds(1);

	/**
	 * No look at a buffer follows another one at once.
	 */
	private static final long MIN_WAIT = Duration.ofMillis(1).toNanos();

	private final Pipe pipe;

	private final Dispatcher dispatcher;

	private final PublisherSettings settings;

	private final Throttle throttle;

	private final Refusals refusals;

	private final Alarm alarm;

	private final List<Flight> flights = new ArrayList<>();

	private volatile int inFlight;

	private volatile int inFlightLimit = 1;

	PipeSender(Pipe pipe, Dispatcher dispatcher) {
		this.pipe = pipe;
		this.dispatcher = dispatcher;
		this.settings = dispatcher.settings();
		long now = dispatcher.loop().nanoTime();
		this.throttle = new Throttle(pipe, dispatcher, now);
		this.refusals = new Refusals(pipe, this.settings, dispatcher.settlement(), now);
		this.alarm = dispatcher.alarms().create(pipe);
	}

	/**
	 * Send what may be sent now, and arrange to look again when more may be.
	 */
	void pump() {
		long now = this.dispatcher.loop().nanoTime();
		boolean busy = false;
		try {
			expire(now);
			while (admits(now)) {
				Batch batch = this.pipe.buffer().take(now, this.dispatcher.isDraining());
				if (batch == null) {
					break;
				}
				send(batch, now);
				busy = true;
			}
			this.dispatcher.chunks().provide(this.pipe.buffer().expectedSize());
		}
		finally {
			arm(now, tick(now, busy));
		}
		this.dispatcher.checkDrained();
	}

	/**
	 * Return in how many nanoseconds to look again though nothing is held: after records
	 * have come, more are likely to.
	 */
	private long tick(long now, boolean busy) {
		if (this.dispatcher.isDraining() || (!busy && !this.alarm.isSet())) {
			return Long.MAX_VALUE;
		}
		return (busy) ? this.settings.linger().toNanos() : Math.max(0, this.alarm.due() - now);
	}

	private boolean admits(long now) {
		return this.throttle.admits(now, this.flights.size()) && this.dispatcher.admits(this, now);
	}

	private void expire(long now) {
		Batch expired = this.pipe.buffer().takeExpired(now);
		while (expired != null) {
			UndeliveredReason reason = (pause() == PauseCause.UNKNOWN_PIPE) ? UndeliveredReason.UNKNOWN_PIPE
					: UndeliveredReason.EXPIRED;
			giveUp(expired, reason);
			expired = this.pipe.buffer().takeExpired(now);
		}
		long pause = pauseRemaining(now);
		Batch unretried = (pause > 0) ? this.pipe.buffer().takeUnretried() : null;
		while (unretried != null) {
			giveBackToCaller(unretried, pause);
			unretried = this.pipe.buffer().takeUnretried();
		}
	}

	private void giveBackToCaller(Batch batch, long wait) {
		CollectionSend.Part part = batch.part();
		if (part != null) {
			part.send().retryAfter(Duration.ofNanos(wait));
		}
		giveUp(batch, UndeliveredReason.RETURNED);
	}

	private void send(Batch batch, long now) {
		Flight flight = prepare(batch, now);
		batch.attempted();
		this.throttle.sent();
		this.dispatcher.sent();
		publishFigures();
		long untilExpiry = batch.openedAt() + this.settings.deliveryTimeout().toNanos() - now;
		long timeout = Math.min(this.settings.requestTimeout().plus(TIMEOUT_GRACE).toNanos(), untilExpiry);
		flight.start(this.pipe.id(), this.dispatcher, timeout, this::answered);
	}

	/**
	 * A batch that cannot be made ready is put back.
	 */
	private Flight prepare(Batch batch, long now) {
		boolean ready = false;
		try {
			batch.trim(this.dispatcher.chunks());
			RecordRange range = batch.plan(this.settings).current();
			Flight flight = new Flight(batch, range, batch.content().array(range), now);
			this.flights.add(flight);
			ready = true;
			return flight;
		}
		finally {
			if (!ready) {
				this.pipe.buffer().giveBack(batch);
			}
		}
	}

	private void answered(Flight flight, Answer answer) {
		int inFlightBefore = this.flights.size();
		if (!this.flights.remove(flight)) {
			return;
		}
		long now = this.dispatcher.loop().nanoTime();
		this.dispatcher.ended();
		try {
			flight.end();
			this.pipe.buffer().inLock((ledger) -> ledger.answered(now - flight.startedAt()));
			flight.batch().lastStatus(answer.status());
			decide(flight, answer, inFlightBefore, now);
		}
		finally {
			if (!flight.batch().plan(this.settings).isSettled()) {
				this.pipe.buffer().giveBack(flight.batch());
			}
			publishFigures();
			this.dispatcher.pumpWaiting();
			pump();
		}
	}

	private void decide(Flight flight, Answer answer, int inFlightBefore, long now) {
		Batch batch = flight.batch();
		switch (answer.verdict()) {
			case DELIVERED -> {
				this.throttle.delivered(inFlightBefore);
				this.refusals.taken();
				this.pipe.buffer().inLock((ledger) -> ledger.delivered(now - batch.openedAt()));
				this.dispatcher.settlement().delivered(this.pipe, batch, flight.range(), answer.statusOr(200));
				batch.plan(this.settings).settled();
				batch.recycle(this.dispatcher.chunks());
			}
			case INVALID -> {
				this.throttle.works();
				this.refusals.invalid(batch, flight.range(), answer.status(), now);
			}
			case TOO_LARGE -> {
				this.throttle.works();
				this.refusals.tooLarge(batch, flight, answer.status());
			}
			case REFUSED -> {
				this.throttle.works();
				this.refusals.reject(batch, flight.range(), UndeliveredReason.REFUSED, answer.status());
			}
			case RATE_LIMITED, UNAUTHORIZED, FORBIDDEN, UNKNOWN_PIPE, RETRY -> {
				this.pipe.buffer().inLock(PipeLedger::retried);
				repeat(batch, answer, now);
				if (!batch.isRetried()) {
					giveBackToCaller(batch, Math.max(batch.notBefore() - now, pauseRemaining(now)));
				}
			}
		}
	}

	private void repeat(Batch batch, Answer answer, long now) {
		switch (answer.verdict()) {
			case RATE_LIMITED -> this.throttle.rateLimited(answer, now);
			case UNAUTHORIZED -> this.dispatcher.pause(PauseCause.AUTHORIZATION, answer, now);
			case FORBIDDEN -> this.throttle.hold(PauseCause.AUTHORIZATION, answer, now);
			case UNKNOWN_PIPE -> this.throttle.hold(PauseCause.UNKNOWN_PIPE, answer, now);
			default -> batch.waitUntil(now + this.throttle.failed(batch.attempts(), answer, now));
		}
	}

	/**
	 * Hand back all of a batch that has not ended.
	 */
	private void giveUp(Batch batch, UndeliveredReason reason) {
		boolean ready = false;
		try {
			batch.trim(this.dispatcher.chunks());
			ready = true;
		}
		finally {
			if (!ready) {
				this.pipe.buffer().giveBack(batch);
			}
		}
		this.dispatcher.settlement().giveUp(this.pipe, batch, reason, this.settings);
	}

	private void publishFigures() {
		this.inFlight = this.flights.size();
		this.inFlightLimit = this.throttle.inFlightLimit();
	}

	/**
	 * Look again in time. Where requests in flight are what is waited for, their
	 * responses come here anyway.
	 */
	private void arm(long now, long tick) {
		boolean sendable = admits(now);
		long wait = this.pipe.buffer().nextDue(now, sendable, tick);
		if (wait == Long.MAX_VALUE) {
			if (isAtRest()) {
				this.dispatcher.rest(this.pipe, this, now);
			}
			return;
		}
		if (!sendable) {
			if (this.throttle.admits(now, this.flights.size())) {
				this.dispatcher.await(this.pipe, this);
			}
			long pause = pauseRemaining(now);
			wait = (pause > 0) ? Math.min(wait, pause) : wait;
		}
		this.alarm.set(now + Math.max(wait, MIN_WAIT));
	}

	private long pauseRemaining(long now) {
		return Math.max(this.throttle.pauseRemaining(now), this.dispatcher.pauseRemaining(now));
	}

	/**
	 * Return whether there is nothing to send, and nothing in flight.
	 */
	boolean isAtRest() {
		return this.flights.isEmpty() && !this.alarm.isSet() && this.pipe.buffer().isEmpty();
	}

	/**
	 * Return whether the service has told something about the pipe that is still true.
	 */
	boolean isTaught() {
		return pause() != null || this.refusals.areRemembered();
	}

	/**
	 * Return whether a new sender would not do the same.
	 */
	boolean remembers(long now) {
		return isTaught() || this.throttle.remembers(now) || this.refusals.areRecent(now);
	}

	boolean isFailing() {
		return this.throttle.isFailing();
	}

	int flights() {
		return this.flights.size();
	}

	void hasten(long now) {
		this.throttle.hasten(now);
		this.pipe.buffer().hasten(now);
	}

	/**
	 * Return whether nothing can be sent for a time.
	 */
	boolean isStuck(long now, long nanos) {
		return this.flights.isEmpty() && pauseRemaining(now) > nanos;
	}

	/**
	 * Cancel what is in flight, hand back all that is held, and forget why: a publisher
	 * that is started again begins anew.
	 */
	void abandon() {
		for (Flight flight : new ArrayList<>(this.flights)) {
			this.flights.remove(flight);
			flight.end();
			this.dispatcher.ended();
			giveUp(flight.batch(), UndeliveredReason.STOPPED);
		}
		this.pipe.buffer().flush();
		Batch batch = this.pipe.buffer().takeOldest();
		while (batch != null) {
			giveUp(batch, UndeliveredReason.STOPPED);
			batch = this.pipe.buffer().takeOldest();
		}
		this.throttle.forget();
		publishFigures();
		arm(this.dispatcher.loop().nanoTime(), Long.MAX_VALUE);
	}

	/**
	 * End a pause that nobody waits for, without telling that records are sent again.
	 */
	void forgetPause() {
		this.throttle.forget();
	}

	int inFlight() {
		return this.inFlight;
	}

	int inFlightLimit() {
		return this.inFlightLimit;
	}

	@Nullable PauseCause pause() {
		return this.throttle.pause();
	}

}
