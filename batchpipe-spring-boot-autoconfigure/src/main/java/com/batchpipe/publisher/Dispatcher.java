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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the senders of all pipes share: the limit of requests in flight, the pause that
 * concerns every pipe, and the end. Used by the sending thread only.
 */
final class Dispatcher {

	private static final String ALL_PIPES = "all pipes";

	private static final long MAX_BACKOFF_WHILE_DRAINING = Duration.ofMillis(250).toNanos();

	private final PublisherSettings settings;

	private final EventLoop loop;

	private final IngestCall ingest;

	private final ChunkPool chunks;

	private final Settlement settlement;

	private final PublisherLog log;

	private final Backoff backoff;

	private final Gate gate = new Gate();

	private final Set<PipeSender> waiting = new LinkedHashSet<>();

	private int inFlight;

	private @Nullable Runnable drainCheck;

	Dispatcher(PublisherSettings settings, EventLoop loop, IngestCall ingest, ChunkPool chunks, Settlement settlement,
			PublisherLog log, Backoff backoff) {
		this.settings = settings;
		this.loop = loop;
		this.ingest = ingest;
		this.chunks = chunks;
		this.settlement = settlement;
		this.log = log;
		this.backoff = backoff;
	}

	/**
	 * Return whether a pipe may send another request. Its first one is always allowed, so
	 * that pipes whose requests hang do not stop it.
	 */
	boolean admits(PipeSender sender, int inFlightOfPipe, long now) {
		boolean admitted = this.gate.admits(now, this.inFlight)
				&& (inFlightOfPipe == 0 || this.inFlight < this.settings.maxTotalInFlight());
		if (!admitted) {
			this.waiting.add(sender);
		}
		return admitted;
	}

	void sent() {
		this.inFlight++;
		this.gate.sent();
	}

	void ended() {
		this.inFlight--;
	}

	void pumpWaiting() {
		if (!this.waiting.isEmpty()) {
			List<PipeSender> senders = new ArrayList<>(this.waiting);
			this.waiting.clear();
			senders.forEach(PipeSender::pump);
		}
	}

	/**
	 * Send nothing to any pipe for a while.
	 */
	void pause(PauseCause cause, Answer answer, long now) {
		long wait = this.settings.probeInterval().toNanos();
		if (this.gate.pause(cause, now + wait, false)) {
			this.log.pauses().begun(ALL_PIPES, CauseText.of(answer, this.settings.requestTimeout()), wait);
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
