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

package com.batchpipe.batch;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.BatchResult.Undelivered;

/**
 * The outcome of an item that may be written again.
 *
 * @param rejected why BatchPipe rejected the item, or {@code null} if it was delivered
 */
record ItemOutcome(@Nullable Undelivered rejected) {

	private static final ItemOutcome DELIVERED = new ItemOutcome(null);

	/**
	 * Return the outcome of an item that was sent, or {@code null} if it can be sent
	 * again.
	 */
	static @Nullable ItemOutcome of(@Nullable Undelivered undelivered) {
		if (undelivered == null) {
			return DELIVERED;
		}
		return isRejected(undelivered) ? new ItemOutcome(undelivered) : null;
	}

	static boolean isRejected(Undelivered undelivered) {
		return undelivered.reason().isPermanentRejection();
	}

	/**
	 * Return why the item was rejected, with its index in the current chunk, or
	 * {@code null} if it was delivered.
	 */
	@Nullable Undelivered rejection(int index) {
		Undelivered part = this.rejected;
		return (part != null) ? new Undelivered(index, index + 1, part.reason(), part.status()) : null;
	}

}
