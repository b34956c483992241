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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;
import com.batchpipe.client.netty.ResponseListener;

/**
 * One attempt of a call. It tracks which parts of the response have arrived, so that a
 * failure while reading the rest does not hide a status that was already received. It
 * ends exactly once: with the result of {@link CallExchange} or, before that, when the
 * connection reports that the response has ended or failed.
 */
final class CallAttempt implements ResponseListener {

	private static final byte[] NO_BODY = {};

	private final BatchPipeOperation operation;

	private final int number;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final Disposable.Swap exchange = Disposables.swap();

	private volatile @Nullable MonoSink<BatchPipeResponse> sink;

	private volatile @Nullable ResponseReader reader;

	private volatile @Nullable ApiKey apiKey;

	private volatile @Nullable BatchPipeResponse errorResponse;

	private volatile @Nullable Executor connectionThread;

	private volatile boolean cancelled;

	private volatile boolean bodyTruncated;

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
	 * Set the key that is sent with the request. It must not appear in messages.
	 */
	void authenticatedBy(@Nullable ApiKey apiKey) {
		this.apiKey = apiKey;
	}

	@Nullable ApiKey apiKey() {
		return this.apiKey;
	}

	/**
	 * Start this attempt.
	 * @param exchange the exchange that sends the request and reads the response
	 */
	Mono<BatchPipeResponse> start(Mono<BatchPipeResponse> exchange) {
		return Mono.create((sink) -> {
			this.sink = sink;
			sink.onCancel(this.exchange);
			this.exchange.update(exchange.contextWrite(sink.contextView())
				.subscribe((response) -> end((caller) -> caller.success(response)),
						(ex) -> end((caller) -> caller.error(ex)), () -> end(MonoSink::success)));
		});
	}

	private boolean end(Consumer<MonoSink<BatchPipeResponse>> end) {
		MonoSink<BatchPipeResponse> caller = this.sink;
		if (caller == null || !this.ended.compareAndSet(false, true)) {
			return false;
		}
		end.accept(caller);
		return true;
	}

	/**
	 * Return whether the caller has received a response or a failure.
	 */
	boolean isEnded() {
		return this.ended.get();
	}

	/**
	 * Set the reader of the response, which reads on the calling thread.
	 */
	void readBy(ResponseReader reader) {
		this.reader = reader;
	}

	@Override
	public void bodyTruncated() {
		this.bodyTruncated = true;
	}

	/**
	 * Return whether a body that looks empty is in fact truncated.
	 */
	boolean isBodyTruncated() {
		return this.bodyTruncated;
	}

	@Override
	public boolean responseEnded(long size) {
		ResponseReader complete = this.reader;
		if (complete == null || !complete.hasRead(size)) {
			return false;
		}
		return end((caller) -> {
			try {
				caller.success(complete.response());
			}
			catch (BatchPipeException ex) {
				caller.error(ex);
			}
		});
	}

	@Override
	public boolean connectionFailed(Throwable ex) {
		BatchPipeResponse response = this.errorResponse;
		ResponseReader reading = this.reader;
		boolean news = end((caller) -> {
			if (response != null) {
				caller.success(response);
			}
			else {
				caller.error((reading != null) ? reading.failure(ex) : TransportFailures.translate(ex, this));
			}
		});
		this.exchange.dispose();
		return news;
	}

	/**
	 * Set the thread that reads the response.
	 */
	void readBy(Executor connectionThread) {
		this.connectionThread = connectionThread;
	}

	/**
	 * Cancel on the thread that reads the response: on any other thread, a response that
	 * arrives at the same moment would be lost and its buffers would leak.
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
	 * Return whether the caller has canceled this attempt.
	 */
	boolean isCancelled() {
		return this.cancelled;
	}

	/**
	 * Return the response without its body, or {@code null} if no error status has been
	 * received.
	 */
	@Nullable BatchPipeResponse errorResponse() {
		return this.errorResponse;
	}

	BatchPipeResponse errorStatusReceived(int status, HttpHeaders headers) {
		BatchPipeResponse response = new BatchPipeResponse(this.operation, status, headers,
				ResponseBody.ofError(NO_BODY, null), this.number);
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
