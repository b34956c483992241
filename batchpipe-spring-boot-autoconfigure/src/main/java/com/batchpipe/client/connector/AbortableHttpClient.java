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

package com.batchpipe.client.connector;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * Wraps the JDK's HTTP client for a single request, so that the response can be aborted
 * while its body is being read.
 */
final class AbortableHttpClient extends HttpClient {

	private final HttpClient delegate;

	private final Object monitor = new Object();

	private Flow.@Nullable Subscription body;

	private boolean aborted;

	AbortableHttpClient(HttpClient delegate) {
		this.delegate = delegate;
	}

	/**
	 * Stop reading the body and thereby close the connection or, over HTTP/2, reset the
	 * stream.
	 */
	void abort() {
		Flow.Subscription subscription;
		synchronized (this.monitor) {
			this.aborted = true;
			subscription = this.body;
		}
		if (subscription != null) {
			subscription.cancel();
		}
	}

	private void bodyBegins(Flow.Subscription subscription) {
		boolean tooLate;
		synchronized (this.monitor) {
			this.body = subscription;
			tooLate = this.aborted;
		}
		if (tooLate) {
			subscription.cancel();
		}
	}

	@Override
	public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
			throws IOException, InterruptedException {
		return this.delegate.send(request, abortable(handler));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
		return new Response<>(this.delegate.sendAsync(request, abortable(handler)));
	}

	@Override
	public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler,
			@Nullable PushPromiseHandler<T> pushPromiseHandler) {
		return new Response<>(this.delegate.sendAsync(request, abortable(handler), pushPromiseHandler));
	}

	private <T> BodyHandler<T> abortable(BodyHandler<T> handler) {
		return (info) -> new AbortableBody<>(handler.apply(info));
	}

	@Override
	public Optional<CookieHandler> cookieHandler() {
		return this.delegate.cookieHandler();
	}

	@Override
	public Optional<Duration> connectTimeout() {
		return this.delegate.connectTimeout();
	}

	@Override
	public Redirect followRedirects() {
		return this.delegate.followRedirects();
	}

	@Override
	public Optional<ProxySelector> proxy() {
		return this.delegate.proxy();
	}

	@Override
	public SSLContext sslContext() {
		return this.delegate.sslContext();
	}

	@Override
	public SSLParameters sslParameters() {
		return this.delegate.sslParameters();
	}

	@Override
	public Optional<Authenticator> authenticator() {
		return this.delegate.authenticator();
	}

	@Override
	public Version version() {
		return this.delegate.version();
	}

	@Override
	public Optional<Executor> executor() {
		return this.delegate.executor();
	}

	/**
	 * The future response. If the future is canceled, it completes immediately instead of
	 * waiting for the failure of the canceled request, which Reactor would log as an
	 * error.
	 */
	private static final class Response<T> extends CompletableFuture<HttpResponse<T>> {

		private final CompletableFuture<HttpResponse<T>> delegate;

		Response(CompletableFuture<HttpResponse<T>> delegate) {
			this.delegate = delegate;
			delegate.whenComplete((response, ex) -> {
				if (ex != null) {
					completeExceptionally(ex);
				}
				else {
					complete(response);
				}
			});
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			boolean cancelled = super.cancel(mayInterruptIfRunning);
			this.delegate.cancel(mayInterruptIfRunning);
			return cancelled;
		}

	}

	private final class AbortableBody<T> implements BodySubscriber<T> {

		private final BodySubscriber<T> delegate;

		AbortableBody(BodySubscriber<T> delegate) {
			this.delegate = delegate;
		}

		@Override
		public CompletionStage<T> getBody() {
			return this.delegate.getBody();
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.delegate.onSubscribe(subscription);
			bodyBegins(subscription);
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			this.delegate.onNext(buffers);
		}

		@Override
		public void onError(Throwable ex) {
			this.delegate.onError(ex);
		}

		@Override
		public void onComplete() {
			this.delegate.onComplete();
		}

	}

}
