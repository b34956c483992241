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

package com.batchpipe.client;

import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;

/**
 * Collects the body of one response and creates the {@link BatchPipeResponse} from it
 * exactly once: when the connection reports the end of the response, or when the body
 * completes.
 */
final class ResponseReader {

	private final BodyCollector body;

	private final Function<byte[], BatchPipeResponse> decoder;

	private final UnaryOperator<Throwable> failures;

	private final Thread thread = Thread.currentThread();

	/**
	 * Whether a thread other than the connection's thread has read part of the body, for
	 * example because a filter of the application switches threads.
	 */
	private boolean moved;

	private volatile @Nullable DataBufferLimitException limitExceeded;

	/**
	 * Create a reader.
	 * @param maxSize the maximum size of the body in bytes
	 * @param decoder creates the response from the complete body
	 * @param failures translates a failure to read the body
	 */
	ResponseReader(int maxSize, Function<byte[], BatchPipeResponse> decoder, UnaryOperator<Throwable> failures) {
		this.body = new BodyCollector(maxSize);
		this.decoder = decoder;
		this.failures = failures;
	}

	/**
	 * Append the content of the buffer and release the buffer.
	 * @return whether to continue reading: {@code false} if the body is too large
	 */
	boolean append(DataBuffer buffer) {
		this.moved = this.moved || Thread.currentThread() != this.thread;
		try {
			this.body.append(buffer);
			return true;
		}
		catch (DataBufferLimitException ex) {
			this.limitExceeded = ex;
			return false;
		}
	}

	/**
	 * Return whether the body is too large. If so, the connection is closed on purpose,
	 * and the resulting failure is ignored.
	 */
	boolean isTooLarge() {
		return this.limitExceeded != null;
	}

	/**
	 * Return whether the body has been read completely, as seen by the calling thread.
	 */
	boolean hasRead(long size) {
		return !this.moved && Thread.currentThread() == this.thread && this.body.size() == size;
	}

	/**
	 * Create the response.
	 * @throws DataBufferLimitException if the body is too large
	 */
	BatchPipeResponse response() {
		DataBufferLimitException limitExceeded = this.limitExceeded;
		if (limitExceeded != null) {
			throw limitExceeded;
		}
		return this.decoder.apply(this.body.takeBytes());
	}

	/**
	 * Translate a failure to read the body. If the body is too large, this is reported
	 * instead.
	 */
	Throwable failure(Throwable ex) {
		if (ex instanceof BatchPipeException) {
			return ex;
		}
		DataBufferLimitException limitExceeded = this.limitExceeded;
		return this.failures.apply((limitExceeded != null) ? limitExceeded : ex);
	}

}
