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

import com.batchpipe.publisher.batch.ChunkPool;
import com.batchpipe.publisher.delivery.Alarms.Alarm;
import com.batchpipe.publisher.log.PauseLog;
import com.batchpipe.publisher.settings.PublisherSettings;
import com.batchpipe.publisher.thread.EventLoop;

/**
 * Creates the senders of all pipes.
 */
public final class PipeSenderFactory {

	private final PublisherSettings settings;

	private final EventLoop loop;

	private final SharedLimits limits;

	private final RequestSender requests;

	private final Settlement settlement;

	private final PauseLog log;

	private final ChunkPool chunks;

	public PipeSenderFactory(PublisherSettings settings, EventLoop loop, SharedLimits limits, RequestSender requests,
			Settlement settlement, PauseLog log, ChunkPool chunks) {
		this.settings = settings;
		this.loop = loop;
		this.limits = limits;
		this.requests = requests;
		this.settlement = settlement;
		this.log = log;
		this.chunks = chunks;
	}

	/**
	 * Create a sender.
	 * @param events receives the events of the sender
	 * @param alarm makes the sender check its source again
	 */
	PipeSender create(BatchSource source, SenderEvents events, Alarm alarm) {
		long now = this.loop.nanoTime();
		Throttle throttle = new Throttle(this.settings, this.limits::backoff, now);
		RefusalHandler refusals = new RefusalHandler(source, this.settings, this.settlement, now);
		OutcomeHandler outcomes = new OutcomeHandler(source, this.settings, this.limits, throttle, refusals,
				this.settlement, this.chunks, this.log, events);
		return new PipeSender(source, this.settings, this.loop, this.limits, throttle, this.requests, outcomes,
				this.settlement, this.chunks, events, alarm);
	}

}
