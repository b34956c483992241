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
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * What the senders of all pipes share: the limit of requests in flight, the pause that
 * concerns every pipe, and the end. Used by the sending thread only, unless a method says
 * otherwise.
 */
final class Dispatcher {

	private static final String ALL_PIPES = "all pipes";

	private static final long MAX_BACKOFF_WHILE_DRAINING = Duration.ofMillis(250).toNanos();

	private static final long RECHECK_INTERVAL = Duration.ofSeconds(1).toNanos();

	private final PublisherSettings settings;

	private final EventLoop loop;

	private final IngestCall ingest;

	private final ChunkPool chunks;

	private final Settlement settlement;

	private final PublisherLog log;

	private final Backoff backoff;

	private final Collection<Pipe> pipes;

	private final Gate gate = new Gate();

	private final Admission admission;

	private final Alarms alarms;

	private final RestingSenders resting = new RestingSenders();

	/**
	 * An error after which the sending thread may have missed something.
	 */
	private volatile @Nullable Throwable missed;

	private @Nullable Runnable drainCheck;

	Dispatcher(PublisherSettings settings, EventLoop loop, IngestCall ingest, ChunkPool chunks, Settlement settlement,
			PublisherLog log, Backoff backoff, Collection<Pipe> pipes) {
		this.settings = settings;
		this.loop = loop;
		this.ingest = ingest;
		this.chunks = chunks;
		this.settlement = settlement;
		this.log = log;
		this.backoff = backoff;
		this.pipes = pipes;
		this.admission = new Admission(settings.maxTotalInFlight());
		this.alarms = new Alarms(loop);
	}

	/**
	 * Return whether a pipe may send another request.
	 */
	boolean admits(PipeSender sender, long now) {
		return this.gate.admits(now, this.admission.inFlight())
				&& this.admission.admits(sender.flights(), sender.isFailing());
	}

	/**
	 * Have a pipe send as soon as it may.
	 */
	void await(Pipe pipe, PipeSender sender) {
		this.admission.await(pipe, sender.flights(), sender.isFailing());
	}

	void sent() {
		this.admission.sent();
		this.gate.sent();
	}

	void ended() {
		this.admission.ended();
	}

	void pumpWaiting() {
		long now = this.loop.nanoTime();
		for (int left = this.admission.waiting(); left > 0; left--) {
			Pipe pipe = (this.gate.admits(now, this.admission.inFlight())) ? this.admission.next() : null;
			if (pipe == null) {
				return;
			}
			pipe.pump();
		}
	}

	/**
	 * A pipe has nothing to send any more.
	 */
	void rest(Pipe pipe, PipeSender sender, long now) {
		this.resting.rest(pipe, sender, now);
	}

	/**
	 * A pipe could not be woken when it should have been. Called on any thread.
	 */
	void wakeMissed(Throwable ex) {
		this.missed = ex;
	}

	/**
	 * A task of the sending thread has failed.
	 */
	void taskFailed(Throwable ex) {
		this.log.error(ex);
		this.loop.schedule(this::pumpAll, RECHECK_INTERVAL);
	}

	/**
	 * Look at all pipes, if one might have been missed.
	 */
	void pumpMissed() {
		Throwable ex = this.missed;
		if (ex != null) {
			this.missed = null;
			this.log.error(ex);
			pumpAll();
		}
	}

	/**
	 * Look at all pipes that hold something.
	 */
	void pumpAll() {
		for (Pipe pipe : this.pipes) {
			if (!pipe.buffer().isEmpty()) {
				pipe.pump();
			}
		}
	}

	/**
	 * Send nothing to any pipe for a while.
	 */
	void pause(PauseCause cause, Answer answer, long now) {
		long wait = this.settings.probeInterval().toNanos();
		if (this.gate.pause(cause, now + wait, false)) {
			this.log.pauses().begun(ALL_PIPES, CauseText.of(answer, this.settings.requestTimeout()), wait);
			// Batches that their callers send again do not wait for the end of a pause.
			this.loop.execute(this::pumpAll);
		}
	}

	/**
	 * The service works and knows us.
	 */
	void works() {
		if (this.gate.succeeded()) {
			this.log.pauses().ended(ALL_PIPES);
		}
	}

	long pauseRemaining(long now) {
		return this.gate.remaining(now);
	}

	@Nullable PauseCause pause() {
		return this.gate.cause();
	}

	long backoff(int failures) {
		long wait = this.backoff.nanos(failures);
		return (isDraining()) ? Math.min(wait, MAX_BACKOFF_WHILE_DRAINING) : wait;
	}

	/**
	 * Send all that is held without waiting, until drained.
	 * @param check called after each change
	 */
	void startDraining(Runnable check) {
		this.gate.hasten(this.loop.nanoTime());
		this.drainCheck = check;
	}

	void endDraining() {
		this.drainCheck = null;
	}

	/**
	 * End the pause of all pipes.
	 */
	void endPause() {
		this.gate.open();
		this.log.pauses().clear();
	}

	boolean isDraining() {
		return this.drainCheck != null;
	}

	void checkDrained() {
		Runnable check = this.drainCheck;
		if (check != null) {
			check.run();
		}
	}

	PublisherSettings settings() {
		return this.settings;
	}

	Alarms alarms() {
		return this.alarms;
	}

	EventLoop loop() {
		return this.loop;
	}

	IngestCall ingest() {
		return this.ingest;
	}

	ChunkPool chunks() {
		return this.chunks;
	}

	Settlement settlement() {
		return this.settlement;
	}

	PublisherLog log() {
		return this.log;
	}

}
