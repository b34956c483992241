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
import java.util.Objects;

import org.jspecify.annotations.Nullable;

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

	private final BatchSizeLimit sizeLimit;

	private final TokenBucket retries;

	private final TokenBucket bisections;

	private final List<Flight> flights = new ArrayList<>();

	private volatile int inFlight;

	private volatile int inFlightLimit = 1;

	/**
	 * The failures since the last answer that shows a working service.
	 */
	private int failures;

	private @Nullable Runnable cancelTimer;

	private long timerDue;

	PipeSender(Pipe pipe, Dispatcher dispatcher) {
		this.pipe = pipe;
		this.dispatcher = dispatcher;
		this.settings = dispatcher.settings();
		this.limit = new InFlightLimit(this.settings.strict() ? 1 : this.settings.maxInFlight());
		this.sizeLimit = new BatchSizeLimit(this.settings.maxBatchSize());
		long now = dispatcher.loop().nanoTime();
		this.retries = new TokenBucket(1, 10, now);
		this.bisections = new TokenBucket(10, this.settings.maxBisectRequests(), now);
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
		if (this.dispatcher.isDraining()) {
			return Long.MAX_VALUE;
		}
		if (busy) {
			return this.settings.linger().toNanos();
		}
		return (this.cancelTimer != null) ? Math.max(0, this.timerDue - now) : Long.MAX_VALUE;
	}

	private boolean admits(long now) {
		return this.flights.size() < this.limit.current() && this.gate.admits(now, this.flights.size())
				&& this.dispatcher.admits(this, this.flights.size(), now);
	}

	private void expire(long now) {
		Batch expired = this.pipe.buffer().takeExpired(now);
		while (expired != null) {
			UndeliveredReason reason = (this.gate.cause() == PauseCause.UNKNOWN_PIPE) ? UndeliveredReason.UNKNOWN_PIPE
					: UndeliveredReason.EXPIRED;
			expired.trim(this.dispatcher.chunks());
			this.dispatcher.settlement().giveUp(this.pipe, expired, reason, this.settings);
			expired = this.pipe.buffer().takeExpired(now);
		}
	}

	private void send(Batch batch, long now) {
		batch.trim(this.dispatcher.chunks());
		batch.attempted();
		RecordRange range = plan(batch).current();
		long untilExpiry = batch.openedAt() + this.settings.deliveryTimeout().toNanos() - now;
		Flight flight = new Flight(batch, range, batch.content().array(range), now);
		this.flights.add(flight);
		this.gate.sent();
		this.dispatcher.sent();
		this.retries.add(RETRIES_PER_REQUEST);
		publishFigures();
		flight.timeout(this.dispatcher.loop()
			.schedule(() -> answered(flight, Answer.notInTime()),
					Math.min(this.settings.requestTimeout().plus(TIMEOUT_GRACE).toNanos(), untilExpiry)));
		try {
			flight.request(this.dispatcher.ingest()
				.start(this.pipe.id(), flight.body(),
						(answer) -> this.dispatcher.loop().execute(() -> answered(flight, answer))));
		}
		catch (Exception ex) {
			this.dispatcher.log().error(ex);
			this.dispatcher.loop().execute(() -> answered(flight, Answer.of(ex)));
		}
	}

	private void answered(Flight flight, Answer answer) {
		int inFlightBefore = this.flights.size();
		if (!this.flights.remove(flight)) {
			return;
		}
		long now = this.dispatcher.loop().nanoTime();
		flight.end();
		this.dispatcher.ended();
		this.pipe.buffer().inLock((ledger) -> ledger.answered(now - flight.startedAt()));
		flight.batch().lastStatus(answer.status());
		try {
			decide(flight, answer, inFlightBefore, now);
		}
		finally {
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
				if (this.sizeLimit.taken()) {
					this.pipe.buffer().maxBatchSize(this.sizeLimit.current());
				}
				this.pipe.buffer().inLock((ledger) -> ledger.delivered(now - batch.openedAt()));
				this.dispatcher.settlement().delivered(this.pipe, batch, flight.range(), answer.statusOr(200));
				plan(batch).settled();
				batch.recycle(this.dispatcher.chunks());
			}
			case INVALID -> {
				works();
				invalid(batch, flight.range(), answer.status(), now);
			}
			case TOO_LARGE -> {
				works();
				tooLarge(batch, flight, answer.status());
			}
			case REFUSED -> {
				works();
				reject(batch, flight.range(), UndeliveredReason.REFUSED, answer.status());
			}
			case RATE_LIMITED -> rateLimited(answer, now);
			case UNAUTHORIZED -> {
				retried();
				this.dispatcher.pause(PauseCause.AUTHORIZATION, answer, now);
			}
			case FORBIDDEN -> hold(PauseCause.AUTHORIZATION, answer, now);
			case UNKNOWN_PIPE -> hold(PauseCause.UNKNOWN_PIPE, answer, now);
			case RETRY -> retry(batch, answer, now);
		}
		if (!plan(batch).isSettled()) {
			this.pipe.buffer().giveBack(batch);
		}
	}

	/**
	 * The service works and knows us.
	 */
	private void works() {
		this.failures = 0;
		if (this.gate.succeeded()) {
			this.dispatcher.log().pauses().ended(name(), this::held);
		}
		this.dispatcher.works();
	}

	private void invalid(Batch batch, RecordRange range, @Nullable Integer status, long now) {
		if (this.settings.onInvalid() == InvalidBatchPolicy.REJECT) {
			reject(batch, range, UndeliveredReason.INVALID, status);
			return;
		}
		this.pipe.buffer().inLock(PipeLedger::bisected);
		for (RangePlan.Rejection rejection : plan(batch).invalid()) {
			this.dispatcher.settlement().undelivered(this.pipe, batch, rejection.range(), rejection.reason(), status);
		}
		if (!this.bisections.tryTake(now)) {
			batch.waitUntil(now + this.bisections.nanosUntilNext(now));
		}
	}

	private void tooLarge(Batch batch, Flight flight, @Nullable Integer status) {
		if (flight.range().size() == 1) {
			reject(batch, flight.range(), UndeliveredReason.TOO_LARGE, status);
			return;
		}
		this.pipe.buffer().inLock(PipeLedger::split);
		this.sizeLimit.tooLarge(flight.body().length());
		this.pipe.buffer().maxBatchSize(this.sizeLimit.current());
		plan(batch).tooLarge();
	}

	private void reject(Batch batch, RecordRange range, UndeliveredReason reason, @Nullable Integer status) {
		this.dispatcher.settlement().undelivered(this.pipe, batch, range, reason, status);
		plan(batch).settled();
	}

	private void rateLimited(Answer answer, long now) {
		retried();
		this.failures++;
		this.limit.failed();
		Duration retryAfter = Objects.requireNonNullElse(answer.retryAfter(), Duration.ZERO);
		// A service that asks to come back at once must not be flooded for it.
		boolean asked = !retryAfter.isZero();
		long wait = (asked) ? Math.min(retryAfter.toNanos(), this.settings.maxRetryAfter().toNanos())
				: this.dispatcher.backoff(this.failures);
		pause(PauseCause.RATE_LIMIT, answer, now, wait, asked);
	}

	private void hold(PauseCause cause, Answer answer, long now) {
		retried();
		this.limit.restart();
		pause(cause, answer, now, this.settings.probeInterval().toNanos(), false);
	}

	private void retry(Batch batch, Answer answer, long now) {
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
			pause(PauseCause.OUTAGE, answer, now, this.dispatcher.backoff(this.failures), false);
		}
	}

	private void retried() {
		this.pipe.buffer().inLock(PipeLedger::retried);
	}

	private void pause(PauseCause cause, Answer answer, long now, long wait, boolean asked) {
		if (this.gate.pause(cause, now + wait, asked)) {
			this.dispatcher.log().pauses().begun(name(), CauseText.of(answer, this.settings.requestTimeout()), wait);
		}
	}

	private String name() {
		return "pipe '" + this.pipe.id() + "'";
	}

	private long held() {
		return this.pipe.buffer().read((ledger) -> this.pipe.buffer().held());
	}

	private RangePlan plan(Batch batch) {
		return batch.plan(this.settings.strict(), this.settings.maxBisectRequests());
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
		if (!sendable) {
			long pause = Math.max(this.gate.remaining(now), this.dispatcher.pauseRemaining(now));
			wait = (pause > 0 && wait != Long.MAX_VALUE) ? Math.min(wait, pause) : wait;
		}
		wait = Math.max(wait, MIN_WAIT);
		Runnable cancel = this.cancelTimer;
		if (wait == Long.MAX_VALUE || (cancel != null && this.timerDue - (now + wait) <= 0)) {
			return;
		}
		if (cancel != null) {
			cancel.run();
		}
		this.timerDue = now + wait;
		this.cancelTimer = this.dispatcher.loop().schedule(() -> {
			this.cancelTimer = null;
			pump();
		}, wait);
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
			this.dispatcher.settlement().giveUp(this.pipe, flight.batch(), UndeliveredReason.STOPPED, this.settings);
		}
		this.pipe.buffer().flush();
		Batch batch = this.pipe.buffer().takeOldest();
		while (batch != null) {
			batch.trim(this.dispatcher.chunks());
			this.dispatcher.settlement().giveUp(this.pipe, batch, UndeliveredReason.STOPPED, this.settings);
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
