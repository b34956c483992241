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

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.batch.PipeLedger;
import com.batchpipe.publisher.log.PauseLog;
import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * Applies the {@link FailureRules} after each request of one pipe. Used by the sending
 * thread only.
 */
public final class OutcomeHandler {

	private static final String ALL_PIPES = "all pipes";

	private final BatchSource source;

	private final PublisherSettings settings;

	private final SharedLimits limits;

	private final Throttle throttle;

	private final RefusalHandler refusals;

	private final Settlement settlement;

	private final ChunkPool chunks;

	private final PauseLog log;

	private final SenderEvents events;

	OutcomeHandler(BatchSource source, PublisherSettings settings, SharedLimits limits, Throttle throttle,
			RefusalHandler refusals, Settlement settlement, ChunkPool chunks, PauseLog log, SenderEvents events) {
		this.source = source;
		this.settings = settings;
		this.limits = limits;
		this.throttle = throttle;
		this.refusals = refusals;
		this.settlement = settlement;
		this.chunks = chunks;
		this.log = log;
		this.events = events;
	}

	/**
	 * Handle the outcome of a request.
	 * @param inFlightBefore the number of requests in flight, including this one
	 */
	void handle(InFlightRequest request, RequestOutcome outcome, int inFlightBefore, long now) {
		Batch batch = request.batch();
		switch (outcome.verdict()) {
			case DELIVERED -> {
				serviceWorks(batch);
				this.throttle.delivered(inFlightBefore);
				this.refusals.taken();
				this.source.count((ledger) -> ledger.delivered(now - batch.openedAt()));
				this.settlement.delivered(this.source, batch, request.range(), outcome.statusOr(200));
				batch.plan(this.settings).settled();
				batch.recycle(this.chunks);
			}
			case INVALID -> {
				serviceWorks(batch);
				this.refusals.invalid(batch, request.range(), outcome.status(), now);
			}
			case TOO_LARGE -> {
				serviceWorks(batch);
				this.refusals.tooLarge(batch, request, outcome.status());
			}
			case REFUSED -> {
				serviceWorks(batch);
				this.refusals.reject(batch, request.range(), UndeliveredReason.REFUSED, outcome.status());
			}
			case RATE_LIMITED, UNAUTHORIZED, FORBIDDEN, UNKNOWN_PIPE, RETRY -> {
				this.source.count(PipeLedger::retried);
				batch.failed();
				repeatLater(batch, outcome, now);
				long wait = Math.max(batch.notBefore() - now, pauseRemaining(now));
				if (batch.isReturnedBefore(now + wait)) {
					batch.retryAfter(Duration.ofNanos(wait));
					this.settlement.giveUp(this.source, batch, UndeliveredReason.RETURNED);
				}
			}
		}
	}

	private void serviceWorks(Batch batch) {
		batch.processed();
		if (this.throttle.works()) {
			this.log.ended(pipe(), this.source::buffered);
		}
		if (this.limits.works()) {
			this.log.ended(ALL_PIPES);
		}
	}

	private void repeatLater(Batch batch, RequestOutcome outcome, long now) {
		boolean paused = switch (outcome.verdict()) {
			case RATE_LIMITED -> this.throttle.rateLimited(outcome.retryAfter(), now);
			case FORBIDDEN -> this.throttle.hold(PauseCause.AUTHORIZATION, now);
			case UNKNOWN_PIPE -> this.throttle.hold(PauseCause.UNKNOWN_PIPE, now);
			case UNAUTHORIZED -> {
				if (this.limits.pause(PauseCause.AUTHORIZATION, now)) {
					logPause(ALL_PIPES, outcome, this.limits.pauseRemaining(now));
				}
				// Even if the cause is the same: batches that arrived during a probe
				// have been waiting for its outcome.
				this.events.allPaused();
				yield false;
			}
			default -> {
				batch.waitUntil(now + this.throttle.failed(batch.failures(), now));
				yield this.throttle.pauseAfterFailures(now);
			}
		};
		if (paused) {
			logPause(pipe(), outcome, this.throttle.pauseRemaining(now));
		}
	}

	/**
	 * Return the remaining time of the pause in nanoseconds, or zero if there is no
	 * pause.
	 */
	long pauseRemaining(long now) {
		return Math.max(this.throttle.pauseRemaining(now), this.limits.pauseRemaining(now));
	}

	private void logPause(String what, RequestOutcome outcome, long wait) {
		Duration timeout = this.settings.requestTimeout();
		this.log.begun(what, CauseText.of(outcome, timeout), wait);
	}

	/**
	 * Return whether the pipe is paused, or its batches are smaller because of earlier
	 * rejections.
	 */
	boolean haveTaught() {
		return this.throttle.pause() != null || this.refusals.areRemembered();
	}

	/**
	 * Return whether a new handler would behave differently.
	 */
	boolean areRemembered(long now) {
		return haveTaught() || this.throttle.remembers(now) || this.refusals.areRecent(now);
	}

	/**
	 * Forget the pause without reporting that sending has resumed.
	 */
	void forgetPause() {
		if (this.throttle.pause() != null) {
			this.log.forgotten(pipe());
		}
		this.throttle.forget();
	}

	private String pipe() {
		return "pipe '" + this.source.pipeId() + "'";
	}

}
