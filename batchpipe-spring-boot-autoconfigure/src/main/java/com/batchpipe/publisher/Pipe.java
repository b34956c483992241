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

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All that belongs to one pipe.
 */
final class Pipe {

	private final String id;

	private final PipeBuffer buffer;

	private final ByteBudget.Share share;

	private final PipeSender sender;

	private final AtomicBoolean wakePending = new AtomicBoolean();

	private final EventLoop loop;

	Pipe(String id, PipeBuffer buffer, ByteBudget.Share share, Dispatcher dispatcher) {
		this.id = id;
		this.buffer = buffer;
		this.share = share;
		this.loop = dispatcher.loop();
		this.sender = new PipeSender(this, dispatcher);
	}

	/**
	 * Have the sender look at the buffer soon.
	 */
	void wake() {
		if (this.wakePending.compareAndSet(false, true)) {
			this.loop.execute(() -> {
				this.wakePending.set(false);
				this.sender.pump();
			});
		}
	}

	String id() {
		return this.id;
	}

	PipeBuffer buffer() {
		return this.buffer;
	}

	ByteBudget.Share share() {
		return this.share;
	}

	PipeSender sender() {
		return this.sender;
	}

}
