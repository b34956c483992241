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

import java.util.function.BiConsumer;

import reactor.core.Disposable;

/**
 * Sends requests, and tells on the sending thread what came of each. Used by the sending
 * thread only.
 */
final class RequestSender {

	private final IngestCall ingest;

	private final EventLoop loop;

	private final PublisherLog log;

	RequestSender(IngestCall ingest, EventLoop loop, PublisherLog log) {
		this.ingest = ingest;
		this.loop = loop;
		this.log = log;
	}

	/**
	 * Send a request.
	 * @param timeout when it has failed at the latest, in nanoseconds
	 * @param listener is told of the outcome, on the sending thread
	 */
	void send(String pipeId, InFlightRequest request, long timeout,
			BiConsumer<InFlightRequest, RequestOutcome> listener) {
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
