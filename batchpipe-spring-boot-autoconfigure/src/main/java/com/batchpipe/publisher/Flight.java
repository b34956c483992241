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

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import com.batchpipe.client.RawJson;

/**
 * One request in flight. Compared by identity, hence no record. Used by the sending
 * thread only.
 */
final class Flight {

	private final Batch batch;

	private final RecordRange range;

	private final RawJson body;

	private final long startedAt;

	private @Nullable Runnable cancelTimeout;

	private @Nullable Disposable request;

	Flight(Batch batch, RecordRange range, RawJson body, long startedAt) {
		this.batch = batch;
		this.range = range;
		this.body = body;
		this.startedAt = startedAt;
	}

	Batch batch() {
		return this.batch;
	}

	/**
	 * Return which records of the batch the request sends.
	 */
	RecordRange range() {
		return this.range;
	}

	RawJson body() {
		return this.body;
	}

	long startedAt() {
		return this.startedAt;
	}

	/**
	 * Send the request.
	 * @param timeout when it has failed at the latest, in nanoseconds
	 * @param listener is told of the answer, on the sending thread
	 */
	void start(String pipeId, Dispatcher dispatcher, long timeout, BiConsumer<Flight, Answer> listener) {
		EventLoop loop = dispatcher.loop();
		try {
			this.cancelTimeout = loop.schedule(() -> listener.accept(this, Answer.notInTime()), timeout);
			this.request = dispatcher.ingest()
				.start(pipeId, this.body, (answer) -> loop.execute(() -> listener.accept(this, answer)));
		}
		catch (Throwable ex) {
			dispatcher.log().error(ex);
			loop.execute(() -> listener.accept(this, Answer.of(ex)));
		}
	}

	/**
	 * Cancel what has not ended.
	 */
	void end() {
		if (this.cancelTimeout != null) {
			this.cancelTimeout.run();
		}
		if (this.request != null) {
			this.request.dispose();
		}
	}

}
