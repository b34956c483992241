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
 * Sends the batches of one pipe, and decides what happens after each answer. Used by the
 * sending thread only.
 */
final class PipeSender {

	private static final int FAILURES_TO_PAUSE = 5;

	private static final double RETRIES_PER_REQUEST = 0.2;

	private static final Duration TIMEOUT_GRACE = Duration.ofSeconds(1);

	/**
	 * No look at a buffer follows another one at once.
	 */
	private static final long MIN_WAIT = Duration.ofMillis(1).toNanos();

	private final Pipe pipe;

	private final Dispatcher dispatcher;

	private final PublisherSettings settings;

	private final Gate gate = new Gate();

	private final InFlightLimit limit;

	private final Refusals refusals;

	private final TokenBucket retries;

	private final Alarm alarm;

	private final List<Flight> flights = new ArrayList<>();

	private volatile int inFlight;

	private volatile int inFlightLimit = 1;

	/**
	 * The failures since the last answer that shows a working service.
	 */
	private int failures;

	PipeSender(Pipe pipe, Dispatcher dispatcher) {
		this.pipe = pipe;
		this.dispatcher = dispatcher;
		this.settings = dispatcher.settings();
		this.limit = new InFlightLimit(this.settings.strict() ? 1 : this.settings.maxInFlight());
		long now = dispatcher.loop().nanoTime();
		this.refusals = new Refusals(pipe, this.settings, dispatcher.settlement(), now);
		this.retries = new TokenBucket(1, 10, now);
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
		return admitsByItself(now) && this.dispatcher.admits(this, now);
	}

	private boolean admitsByItself(long now) {
		return this.flights.size() < this.limit.current() && this.gate.admits(now, this.flights.size());
	}

	private void expire(long now) {
		Batch expired = this.pipe.buffer().takeExpired(now);
		while (expired != null) {
			UndeliveredReason reason = (this.gate.cause() == PauseCause.UNKNOWN_PIPE) ? UndeliveredReason.UNKNOWN_PIPE
					: UndeliveredReason.EXPIRED;
			giveUp(expired, reason);
			expired = this.pipe.buffer().takeExpired(now);
		}
	}

	private void send(Batch batch, long now) {
		Flight flight = prepare(batch, now);
		batch.attempted();
		this.gate.sent();
		this.dispatcher.sent();
		this.retries.add(RETRIES_PER_REQUEST);
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
				works();
				this.limit.succeeded(inFlightBefore);
				this.refusals.taken();
				this.pipe.buffer().inLock((ledger) -> ledger.delivered(now - batch.openedAt()));
				this.dispatcher.settlement().delivered(this.pipe, batch, flight.range(), answer.statusOr(200));
				batch.plan(this.settings).settled();
				batch.recycle(this.dispatcher.chunks());
			}
			case INVALID -> {
				works();
				this.refusals.invalid(batch, flight.range(), answer.status(), now);
			}
			case TOO_LARGE -> {
				works();
				this.refusals.tooLarge(batch, flight, answer.status());
			}
			case REFUSED -> {
				works();
				this.refusals.reject(batch, flight.range(), UndeliveredReason.REFUSED, answer.status());
			}
			case RATE_LIMITED -> rateLimited(answer, now);
			case UNAUTHORIZED -> {
				retried();
				this.dispatcher.pause(PauseCause.AUTHORIZATION, answer.status(), now);
			}
			case FORBIDDEN -> hold(PauseCause.AUTHORIZATION, answer.status(), now);
			case UNKNOWN_PIPE -> hold(PauseCause.UNKNOWN_PIPE, answer.status(), now);
			case RETRY -> retry(batch, answer.status(), now);
		}
	}

	/**
	 * The service works and knows us.
	 */
	private void works() {
		this.failures = 0;
		if (this.gate.succeeded()) {
			this.dispatcher.log().resumed("pipe '" + this.pipe.id() + "'");
		}
		this.dispatcher.works();
	}

	private void rateLimited(Answer answer, long now) {
		retried();
		this.failures++;
		this.limit.failed();
		Duration retryAfter = answer.retryAfter();
		// A service that asks to come back at once must not be flooded for it.
		if (retryAfter != null && !retryAfter.isZero()) {
			long wait = Math.min(retryAfter.toNanos(), this.settings.maxRetryAfter().toNanos());
			pause(PauseCause.RATE_LIMIT, answer.status(), now, wait, true);
		}
		else {
			pause(PauseCause.RATE_LIMIT, answer.status(), now, this.dispatcher.backoff(this.failures), false);
		}
	}

	private void hold(PauseCause cause, @Nullable Integer status, long now) {
		retried();
		this.limit.restart();
		pause(cause, status, now, this.settings.probeInterval().toNanos(), false);
	}

	private void retry(Batch batch, @Nullable Integer status, long now) {
		retried();
		this.failures++;
		this.limit.failed();
		long wait = this.dispatcher.backoff(batch.attempts());
		if (!this.retries.tryTake(now)) {
			wait = Math.max(wait, this.retries.nanosUntilNext(now));
		}
		batch.waitUntil(now + wait);
		if (this.failures >= FAILURES_TO_PAUSE) {
			this.limit.restart();
			pause(PauseCause.OUTAGE, status, now, this.dispatcher.backoff(this.failures), false);
		}
	}

	private void retried() {
		this.pipe.buffer().inLock(PipeLedger::retried);
	}

	private void pause(PauseCause cause, @Nullable Integer status, long now, long wait, boolean asked) {
		if (this.gate.pause(cause, now + wait, asked)) {
			this.dispatcher.log().paused("pipe '" + this.pipe.id() + "'", cause, status, wait);
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
		this.inFlightLimit = this.limit.current();
	}

	/**
	 * Look again in time. Where requests in flight are what is waited for, their answers
	 * come here anyway.
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
			if (admitsByItself(now)) {
				this.dispatcher.await(this.pipe, this);
			}
			long pause = Math.max(this.gate.remaining(now), this.dispatcher.pauseRemaining(now));
			wait = (pause > 0) ? Math.min(wait, pause) : wait;
		}
		this.alarm.set(now + Math.max(wait, MIN_WAIT));
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
		return this.gate.cause() != null || this.refusals.areRemembered();
	}

	/**
	 * Return whether a new sender would not do the same.
	 */
	boolean remembers(long now) {
		return isTaught() || isFailing() || this.limit.current() > 2 || !this.retries.isFull(now)
				|| this.refusals.areRecent(now);
	}

	boolean isFailing() {
		return this.failures > 0;
	}

	int flights() {
		return this.flights.size();
	}

	void hasten(long now) {
		this.gate.hasten(now);
		this.pipe.buffer().hasten(now);
	}

	/**
	 * Return whether nothing can be sent for a time.
	 */
	boolean isStuck(long now, long nanos) {
		return this.flights.isEmpty()
				&& Math.max(this.gate.remaining(now), this.dispatcher.pauseRemaining(now)) > nanos;
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
		this.gate.open();
		this.failures = 0;
		publishFigures();
		arm(this.dispatcher.loop().nanoTime(), Long.MAX_VALUE);
	}

	int inFlight() {
		return this.inFlight;
	}

	int inFlightLimit() {
		return this.inFlightLimit;
	}

	@Nullable PauseCause pause() {
		return this.gate.cause();
	}

}
