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

package com.batchpipe.test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.BiFunction;

import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Listens on a port of an address and can be stopped and restarted on the same port. It
 * has its own threads, so that a client that blocks an event loop does not block the
 * server.
 */
final class HttpListener {

	private static final int MAX_THREADS = 2;

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

	private final LoopResources loops = LoopResources.create("batchpipe-server",
			Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()), true);

	private final BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler;

	private final InetAddress address;

	private final int port;

	private @Nullable Listening listening;

	HttpListener(InetAddress address, int port,
			BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		this.handler = handler;
		this.address = address;
		this.listening = bind(port, handler);
		this.port = ((InetSocketAddress) this.listening.server().address()).getPort();
	}

	private Listening bind(int port, BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
		ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
		DisposableServer server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress(this.address, port))
			.option(ChannelOption.SO_REUSEADDR, true)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.runOn(this.loops)
			.channelGroup(connections)
			.handle(handler)
			.bindNow(STOP_TIMEOUT);
		return new Listening(server, connections);
	}

	/**
	 * Return a URL that is reachable from this machine.
	 */
	String url() {
		InetAddress reached = this.address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : this.address;
		String host = reached.getHostAddress();
		return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + this.port;
	}

	int port() {
		return this.port;
	}

	/**
	 * Refuse new connections and close open ones.
	 */
	void pause() {
		Listening current = this.listening;
		if (current != null) {
			this.listening = null;
			current.server().channel().close().syncUninterruptibly();
			current.connections().close().syncUninterruptibly();
		}
	}

	void resume() {
		if (this.listening == null) {
			this.listening = bind(this.port, this.handler);
		}
	}

	void close() {
		pause();
		this.loops.disposeLater(Duration.ZERO, STOP_TIMEOUT).block(STOP_TIMEOUT);
	}

	/**
	 * A server with its connections. A connection that was accepted just before the
	 * server stopped listening may be added to the group after the group was closed; the
	 * group then closes the connection.
	 */
	private record Listening(DisposableServer server, ChannelGroup connections) {

	}

}
