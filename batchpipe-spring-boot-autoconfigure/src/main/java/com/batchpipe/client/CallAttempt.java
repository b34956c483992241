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

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

/**
 * One attempt of a call: knows what has come of its answer, so that a status that was
 * received is not hidden by what happens to the rest of the answer.
 */
final class CallAttempt {

	private final BatchPipeOperation operation;

	private final int number;

	private volatile @Nullable BatchPipeResponse errorResponse;

	private volatile @Nullable Executor connectionThread;

	private volatile boolean cancelled;

	CallAttempt(BatchPipeOperation operation, int number) {
		this.operation = operation;
		this.number = number;
	}

	BatchPipeOperation operation() {
		return this.operation;
	}

	int number() {
		return this.number;
	}

	/**
	 * Tell which thread reads the answer.
	 */
	void readBy(Executor connectionThread) {
		this.connectionThread = connectionThread;
	}

	/**
	 * Give up on the thread that reads the answer: from another one, an answer that
	 * arrives at this moment would get lost and its buffers would leak.
	 */
	void cancel(Runnable cancellation) {
		this.cancelled = true;
		Executor thread = this.connectionThread;
		if (thread == null) {
			cancellation.run();
			return;
		}
		try {
			thread.execute(cancellation);
		}
		catch (RejectedExecutionException ex) {
			cancellation.run();
		}
	}

	/**
	 * Return whether nobody waits for the answer any more.
	 */
	boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Return the answer without its body, if its status is an error.
	 */
	@Nullable BatchPipeResponse errorResponse() {
		return this.errorResponse;
	}

	BatchPipeResponse errorStatusReceived(int status, HttpHeaders headers) {
		BatchPipeResponse response = new BatchPipeResponse(this.operation, status, headers, null, this.number);
		this.errorResponse = response;
		return response;
	}

	BatchPipeTransportException transportException(String message, RequestSent requestSent, @Nullable Throwable cause) {
		return new BatchPipeTransportException(this.operation, this.number, requestSent, message, cause);
	}

	BatchPipeTimeoutException timeoutException(String message, @Nullable Throwable cause) {
		return new BatchPipeTimeoutException(this.operation, this.number, RequestSent.UNKNOWN, message, cause);
	}

	BatchPipeDecodingException decodingException(int status, String message, @Nullable Throwable cause) {
		return new BatchPipeDecodingException(this.operation, this.number, status, message, cause);
	}

}
