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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.batch.RecordRange;
import com.batchpipe.publisher.delivery.Alarms.Alarm;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Sends as many batches of one pipe as can be sent now. Used by the sending thread only,
 * except for {@link #inFlight()}, {@link #inFlightLimit()} and {@link #pause()}.
 */
public final class PipeSender {

	/**
	 * The minimum time until a scheduled check of the source.
	 */
	private static final long MIN_WAIT = Duration.ofMillis(1).toNanos();

	private final BatchSource source;

	private final PublisherSettings settings;

	private final EventLoop loop;

	private final SharedLimits limits;

	private final Throttle throttle;

	private final RequestSender requests;

	private final OutcomeHandler outcomes;

	private final Settlement settlement;

	private final ChunkPool chunks;

	private final SenderEvents events;

	private final Alarm alarm;

	private final List<InFlightRequest> flights = new ArrayList<>();

	private volatile int inFlight;

	PipeSender(BatchSource source, PublisherSettings settings, EventLoop loop, SharedLimits limits, Throttle throttle,
			RequestSender requests, OutcomeHandler outcomes, Settlement settlement, ChunkPool chunks,
			SenderEvents events, Alarm alarm) {
		this.source = source;
		this.settings = settings;
		this.loop = loop;
		this.limits = limits;
		this.throttle = throttle;
		this.requests = requests;
		this.outcomes = outcomes;
		this.settlement = settlement;
		this.chunks = chunks;
		this.events = events;
		this.alarm = alarm;
	}

	/**
	 * Send everything that can be sent now, and schedule the next check.
	 */
	void pump() {
		long now = this.loop.nanoTime();
		boolean busy = false;
		try {
			expire(now);
			while (admits(now)) {
				Batch batch = this.source.take(now, this.limits.isDraining());
				if (batch == null) {
					break;
				}
				send(batch, now);
				busy = true;
			}
			this.source.prepareNext();
		}
		finally {
			arm(now, untilAlarm(now), busy && !this.limits.isDraining());
		}
		this.events.pumped();
	}

	private boolean admits(long now) {
		return this.throttle.admits(now, this.flights.size())
				&& this.limits.admits(now, this.flights.size(), this.throttle.isFailing());
	}

	private void expire(long now) {
		UndeliveredReason reason = (pause() == PauseCause.UNKNOWN_PIPE) ? UndeliveredReason.UNKNOWN_PIPE
				: UndeliveredReason.EXPIRED;
		for (Batch batch = this.source.takeExpired(now); batch != null; batch = this.source.takeExpired(now)) {
			giveUp(batch, reason);
		}
		long pause = this.outcomes.pauseRemaining(now);
		Batch returned = (pause > 0 || this.settings.strict()) ? this.source.takeReturned(now, pause) : null;
		for (; returned != null; returned = this.source.takeReturned(now, pause)) {
			returned.retryAfter(Duration.ofNanos(pause));
			giveUp(returned, UndeliveredReason.RETURNED);
		}
	}

	private void send(Batch batch, long now) {
		InFlightRequest request = prepare(batch, () -> createRequest(batch, now));
		batch.attempted();
		this.throttle.sent();
		this.limits.sent();
		this.inFlight = this.flights.size();
		long untilExpiry = batch.openedAt() + this.settings.deliveryTimeout().toNanos() - now;
		this.requests.send(this.source.pipeId(), request, untilExpiry, this::ended);
	}

	private InFlightRequest createRequest(Batch batch, long now) {
		RecordRange range = batch.plan(this.settings).current();
		InFlightRequest request = new InFlightRequest(batch, range, now);
		this.flights.add(request);
		return request;
	}

	/**
	 * Prepare a batch for sending, or put it back if this fails.
	 */
	private <T> T prepare(Batch batch, Supplier<T> next) {
		boolean ready = false;
		try {
			batch.trim(this.chunks);
			T prepared = next.get();
			ready = true;
			return prepared;
		}
		finally {
			if (!ready) {
				this.source.giveBack(batch);
			}
		}
	}

	private void ended(InFlightRequest request, RequestOutcome outcome) {
		int inFlightBefore = this.flights.size();
		if (!this.flights.remove(request)) {
			return;
		}
		this.inFlight = this.flights.size();
		long now = this.loop.nanoTime();
		this.limits.ended();
		try {
			request.end();
			this.source.count((ledger) -> ledger.completed(now - request.startedAt()));
			request.batch().lastStatus(outcome.status());
			this.outcomes.handle(request, outcome, inFlightBefore, now);
		}
		finally {
			if (!request.batch().plan(this.settings).isSettled()) {
				this.source.giveBack(request.batch());
			}
			this.events.requestEnded();
			pump();
		}
	}

	/**
	 * Hand back all records of a batch that have not ended.
	 */
	private void giveUp(Batch batch, UndeliveredReason reason) {
		this.settlement.giveUp(this.source, prepare(batch, () -> batch), reason);
	}

	/**
	 * Schedule the next check. If it depends on requests in flight, no check is
	 * scheduled, because their responses trigger one.
	 * @param anyway the nanoseconds after which a check is due in any case
	 * @param more whether to expect more records, because a batch has just been sent
	 */
	private void arm(long now, long anyway, boolean more) {
		boolean sendable = admits(now);
		long wait = this.source.nextDue(now, sendable, anyway, more);
		if (wait == Long.MAX_VALUE) {
			if (isAtRest()) {
				this.events.atRest(now);
			}
			return;
		}
		if (!sendable) {
			if (this.throttle.admits(now, this.flights.size())) {
				this.events.waitsForTurn(this.flights.size(), this.throttle.isFailing());
			}
			long pause = this.outcomes.pauseRemaining(now);
			wait = (pause > 0) ? Math.min(wait, pause) : wait;
		}
		this.alarm.set(now + Math.max(wait, MIN_WAIT));
	}

	private long untilAlarm(long now) {
		boolean set = this.alarm.isSet() && !this.limits.isDraining();
		return (set) ? Math.max(0, this.alarm.due() - now) : Long.MAX_VALUE;
	}

	/**
	 * Return whether nothing is left to send and nothing is in flight.
	 */
	boolean isAtRest() {
		return this.flights.isEmpty() && !this.alarm.isSet() && this.source.isEmpty();
	}

	/**
	 * Return whether the pipe is paused, or its batches are smaller because of earlier
	 * rejections.
	 */
	boolean isTaught() {
		return this.outcomes.haveTaught();
	}

	/**
	 * Return whether a new sender would behave differently.
	 */
	boolean remembers(long now) {
		return this.outcomes.areRemembered(now);
	}

	/**
	 * End the waits that the service did not ask for.
	 */
	void hasten(long now) {
		this.throttle.hasten(now);
		this.source.hasten(now);
	}

	/**
	 * Return whether nothing can be sent within the given time.
	 */
	boolean isStuck(long now, long nanos) {
		return this.flights.isEmpty() && this.outcomes.pauseRemaining(now) > nanos;
	}

	/**
	 * Cancel the requests in flight, hand back all buffered records, and forget all
	 * pauses, so that a restarted publisher begins without them.
	 */
	void abandon() {
		for (InFlightRequest request : new ArrayList<>(this.flights)) {
			this.flights.remove(request);
			request.end();
			this.limits.ended();
			giveUp(request.batch(), UndeliveredReason.STOPPED);
		}
		this.source.seal();
		for (Batch batch = this.source.takeOldest(); batch != null; batch = this.source.takeOldest()) {
			giveUp(batch, UndeliveredReason.STOPPED);
		}
		forgetPause();
		this.inFlight = this.flights.size();
		arm(this.loop.nanoTime(), Long.MAX_VALUE, false);
	}

	/**
	 * End a pause that no record waits for, without reporting that sending has resumed.
	 */
	void forgetPause() {
		this.outcomes.forgetPause();
	}

	int inFlight() {
		return this.inFlight;
	}

	int inFlightLimit() {
		return this.throttle.inFlightLimit();
	}

	@Nullable PauseCause pause() {
		return this.throttle.pause();
	}

}
