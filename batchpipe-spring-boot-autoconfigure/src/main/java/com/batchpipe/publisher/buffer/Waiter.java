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

package com.batchpipe.publisher.buffer;

import java.util.concurrent.CompletableFuture;

import com.batchpipe.publisher.buffer.ByteBudget.Share;

/**
 * A caller that waits for room in the {@link ByteBudget}. Not a Java record, because
 * instances are compared by identity.
 */
public final class Waiter {

	private final Share share;

	private final int bytes;

	private final CompletableFuture<Void> granted = new CompletableFuture<>();

	/**
	 * The number of waiters that joined the line before this one. Guarded by the lock of
	 * the line.
	 */
	private long number;

	/**
	 * Whether the wait was ended because the publisher was closed. Set before other
	 * threads can see that the waiter has left the line.
	 */
	private volatile boolean refused;

	Waiter(Share share, int bytes) {
		this.share = share;
		this.bytes = bytes;
	}

	Share share() {
		return this.share;
	}

	int bytes() {
		return this.bytes;
	}

	/**
	 * Return a future that completes when the room is reserved.
	 */
	CompletableFuture<Void> granted() {
		return this.granted;
	}

	long number() {
		return this.number;
	}

	void number(long number) {
		this.number = number;
	}

	void refuse() {
		this.refused = true;
	}

	boolean isRefused() {
		return this.refused;
	}

}
