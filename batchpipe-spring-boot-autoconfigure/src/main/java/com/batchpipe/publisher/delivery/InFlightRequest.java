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

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.RecordRange;

/**
 * A request in flight. Not a Java record, because instances are compared by identity.
 * Used by the sending thread only.
 */
public final class InFlightRequest {

	private final Batch batch;

	private final RecordRange range;

	private final RawJson body;

	private final long startedAt;

	private @Nullable Runnable cancelTimeout;

	private @Nullable Disposable call;

	InFlightRequest(Batch batch, RecordRange range, long startedAt) {
		this.batch = batch;
		this.range = range;
		this.body = batch.content().array(range);
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
	 * Set the action that cancels the timeout.
	 */
	void cancelTimeout(Runnable cancelTimeout) {
		this.cancelTimeout = cancelTimeout;
	}

	/**
	 * Set the handle that cancels the call.
	 */
	void call(Disposable call) {
		this.call = call;
	}

	/**
	 * Cancel the timeout and the call if they have not ended.
	 */
	void end() {
		if (this.cancelTimeout != null) {
			this.cancelTimeout.run();
		}
		if (this.call != null) {
			this.call.dispose();
		}
	}

}
