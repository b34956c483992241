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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How many requests may be in flight, and the pipes that wait until they may send one.
 * The first request of a pipe may be sent beyond the limit for all, so that pipes whose
 * requests hang do not stop it, but not without end: each needs a connection and memory.
 * Used by the sending thread only.
 */
final class Admission {

	/**
	 * As many requests as there are connections.
	 */
	private static final int MAX_REQUESTS = 256;

	private final Line first;

	/**
	 * Pipes whose requests failed leave half of the room to others.
	 */
	private final Line afterFailure;

	private final Line further;

	private int inFlight;

	Admission(int maxTotalInFlight) {
		this.first = new Line(Math.max(MAX_REQUESTS, maxTotalInFlight));
		this.afterFailure = new Line(Math.max(MAX_REQUESTS / 2, maxTotalInFlight));
		this.further = new Line(maxTotalInFlight);
	}

	/**
	 * Return whether a pipe may send another request.
	 * @param inFlightOfPipe how many it has in flight
	 * @param failing whether its last one failed
	 */
	boolean admits(int inFlightOfPipe, boolean failing) {
		return this.inFlight < line(inFlightOfPipe, failing).limit;
	}

	/**
	 * Wait until a request may be sent.
	 */
	void await(PipeDelivery pipe, int inFlightOfPipe, boolean failing) {
		if (!pipe.waiting) {
			line(inFlightOfPipe, failing).pipes.addLast(pipe);
			pipe.waiting = true;
		}
	}

	private Line line(int inFlightOfPipe, boolean failing) {
		if (inFlightOfPipe > 0) {
			return this.further;
		}
		return (failing) ? this.afterFailure : this.first;
	}

	/**
	 * Return a pipe that has waited and may send now, if there is one.
	 */
	@Nullable PipeDelivery next() {
		for (Line line : List.of(this.first, this.afterFailure, this.further)) {
			PipeDelivery pipe = (this.inFlight < line.limit) ? line.pipes.pollFirst() : null;
			if (pipe != null) {
				pipe.waiting = false;
				return pipe;
			}
		}
		return null;
	}

	int waiting() {
		return this.first.pipes.size() + this.afterFailure.pipes.size() + this.further.pipes.size();
	}

	void sent() {
		this.inFlight++;
	}

	void ended() {
		this.inFlight--;
	}

	int inFlight() {
		return this.inFlight;
	}

	/**
	 * Pipes that wait in their order, and up to how many requests they may send.
	 */
	private static final class Line {

		private final int limit;

		private final Deque<PipeDelivery> pipes = new ArrayDeque<>();

		Line(int limit) {
			this.limit = limit;
		}

	}

}
