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
import java.util.function.BiConsumer;

import reactor.core.Disposable;

import com.batchpipe.publisher.log.PublisherLog;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Sends requests and reports the outcome of each on the sending thread. Used by the
 * sending thread only.
 */
public final class RequestSender {

	/**
	 * The time that is added to the request timeout so that the client's own timeout,
	 * whose exception is more specific, expires first.
	 */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final IngestCall ingest;

	private final EventLoop loop;

	private final PublisherLog log;

	private final long timeout;

	public RequestSender(IngestCall ingest, Duration requestTimeout, EventLoop loop, PublisherLog log) {
		this.ingest = ingest;
		this.timeout = requestTimeout.plus(GRACE).toNanos();
		this.loop = loop;
		this.log = log;
	}

	/**
	 * Send a request.
	 * @param untilExpiry the nanoseconds until its records expire
	 * @param listener receives the outcome, on the sending thread
	 */
	void send(String pipeId, InFlightRequest request, long untilExpiry,
			BiConsumer<InFlightRequest, RequestOutcome> listener) {
		long timeout = Math.min(this.timeout, untilExpiry);
		try {
			request
				.cancelTimeout(this.loop.schedule(() -> listener.accept(request, RequestOutcome.notInTime()), timeout));
			Disposable call = this.ingest.start(pipeId, request.body(),
					(outcome) -> this.loop.execute(() -> listener.accept(request, outcome)));
			request.call(call);
		}
		catch (Throwable ex) {
			this.log.error(ex);
			this.loop.execute(() -> listener.accept(request, RequestOutcome.of(ex)));
		}
	}

}
