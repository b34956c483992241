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

package com.batchpipe.client.netty;

import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.HttpOperations;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;
import reactor.util.context.Context;

/**
 * A pool whose connections report failures to the current request and to the
 * application's connection observer, but not to Reactor Netty's log. By default, Reactor
 * Netty also logs each failure with a stack trace, although the caller receives the
 * failure and decides how to handle it.
 */
final class FailureForwardingConnectionProvider implements ConnectionProvider {

	/**
	 * The exceptions with which Reactor Netty itself triggers another request, for a
	 * redirect or for authentication.
	 */
	private static final Set<String> REPETITIONS = Set.of("reactor.netty.http.client.RedirectClientException",
			"reactor.netty.http.client.HttpClientAuthenticationException");

	private final ConnectionProvider pool;

	FailureForwardingConnectionProvider(ConnectionProvider pool) {
		this.pool = pool;
	}

	@Override
	public Mono<? extends Connection> acquire(TransportConfig config, ConnectionObserver connectionObserver,
			@Nullable Supplier<? extends SocketAddress> remoteAddress,
			@Nullable AddressResolverGroup<?> resolverGroup) {
		return new Lease(config, connectionObserver, remoteAddress, resolverGroup);
	}

	@Override
	public void disposeWhen(SocketAddress remoteAddress) {
		this.pool.disposeWhen(remoteAddress);
	}

	@Override
	public Mono<Void> disposeLater() {
		return this.pool.disposeLater();
	}

	@Override
	public boolean isDisposed() {
		return this.pool.isDisposed();
	}

	@Override
	public int maxConnections() {
		return this.pool.maxConnections();
	}

	@Override
	public @Nullable Map<SocketAddress, Integer> maxConnectionsPerHost() {
		return this.pool.maxConnectionsPerHost();
	}

	@Override
	public ConnectionProvider.@Nullable Builder mutate() {
		return this.pool.mutate();
	}

	@Override
	public @Nullable String name() {
		return this.pool.name();
	}

	/**
	 * Emits the connection, and an error if it fails later. This is one more signal than
	 * a {@link Mono} normally emits, but the subscriber, Reactor Netty's HTTP client,
	 * supports it: until the response has begun, an error fails the request.
	 */
	private final class Lease extends Mono<Connection> {

		private final TransportConfig config;

		private final ConnectionObserver observer;

		private final @Nullable Supplier<? extends SocketAddress> remoteAddress;

		private final @Nullable AddressResolverGroup<?> resolverGroup;

		Lease(TransportConfig config, ConnectionObserver observer,
				@Nullable Supplier<? extends SocketAddress> remoteAddress,
				@Nullable AddressResolverGroup<?> resolverGroup) {
			this.config = config;
			this.observer = observer;
			this.remoteAddress = remoteAddress;
			this.resolverGroup = resolverGroup;
		}

		@Override
		public void subscribe(CoreSubscriber<? super Connection> subscriber) {
			Failures failures = new Failures(this.observer, this.config.connectionObserver(), subscriber);
			FailureForwardingConnectionProvider.this.pool
				.acquire(this.config, failures, this.remoteAddress, this.resolverGroup)
				.subscribe(failures);
		}

	}

	/**
	 * Mediates between a connection and the current request.
	 */
	private static final class Failures extends AtomicBoolean
			implements ConnectionObserver, CoreSubscriber<Connection> {

		private final transient ConnectionObserver request;

		private final transient ConnectionObserver ofApplication;

		private final transient CoreSubscriber<? super Connection> subscriber;

		Failures(ConnectionObserver request, ConnectionObserver ofApplication,
				CoreSubscriber<? super Connection> subscriber) {
			this.request = request;
			this.ofApplication = ofApplication;
			this.subscriber = subscriber;
		}

		@Override
		public Context currentContext() {
			return this.subscriber.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscriber.onSubscribe(subscription);
		}

		@Override
		public void onNext(Connection connection) {
			this.subscriber.onNext(connection);
		}

		@Override
		public void onError(Throwable ex) {
			if (compareAndSet(false, true)) {
				this.subscriber.onError(ex);
			}
		}

		@Override
		public void onComplete() {
			// The connection may still fail.
		}

		@Override
		public void onStateChange(Connection connection, State state) {
			this.request.onStateChange(connection, state);
		}

		@Override
		public void onUncaughtException(Connection connection, Throwable ex) {
			if (REPETITIONS.contains(ex.getClass().getName())) {
				this.request.onUncaughtException(connection, ex);
				return;
			}
			connection.markPersistent(false);
			this.ofApplication.onUncaughtException(connection, ex);
			onError((AbortedException.isConnectionReset(ex) && isSent(connection)) ? new SentRequestException(ex) : ex);
		}

		private static boolean isSent(Connection connection) {
			HttpOperations<?, ?> operations = connection.as(HttpOperations.class);
			return operations != null && operations.hasSentHeaders();
		}

	}

}
