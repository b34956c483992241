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
import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.ConnectionPool;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.ProtocolHandlers;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.Assert;

/**
 * Ensures that each response belongs to its request, whatever a server or a proxy sends
 * to Jetty's HTTP client:
 * <ul>
 * <li>an interim response, with a status below 200, is never used as the response;</li>
 * <li>a connection is used for only one request, so anything that follows the response is
 * never read;</li>
 * <li>buffers are not shared, because Jetty can clear the buffer of a malformed response
 * after it has released the buffer and another response has been read into it;</li>
 * <li>cookies are not stored, authentication challenges from the server are left to the
 * caller, and the size of headers is limited;</li>
 * <li>the connection of an abandoned call is closed.</li>
 * </ul>
 *
 * @since 0.1.0
 */
public final class JettyGuard {

	private static final int MAX_CONNECTIONS = 256;

	private static final int MAX_RESPONSE_HEADERS_SIZE = 64 * 1024;

	/**
	 * The maximum number of interim responses to one request. Servers send one or two;
	 * more than the maximum indicates an attack.
	 */
	private static final int MAX_INTERIM_RESPONSES = 20;

	private JettyGuard() {
	}

	/**
	 * Guard an HTTP client that has not been started yet.
	 * @param httpClient the client
	 */
	public static void apply(HttpClient httpClient) {
		Assert.notNull(httpClient, "'httpClient' must not be null");
		Assert.state(httpClient.isStopped(), "'httpClient' must not have been started yet");
		httpClient.setHttpCookieStore(new HttpCookieStore.Empty());
		httpClient.setFollowRedirects(false);
		httpClient.setMaxResponseHeadersSize(MAX_RESPONSE_HEADERS_SIZE);
		httpClient
			.setMaxConnectionsPerDestination(Math.max(httpClient.getMaxConnectionsPerDestination(), MAX_CONNECTIONS));
		useBuffersOnce(httpClient);
		useConnectionsOnce(httpClient.getHttpClientTransport());
		httpClient.addBean(new ProtocolHandlersOfCalls(httpClient));
	}

	/**
	 * Allocate buffers on the heap, because direct ones are expensive without a pool.
	 */
	private static void useBuffersOnce(HttpClient httpClient) {
		httpClient.setByteBufferPool(ByteBufferPool.NON_POOLING);
		httpClient.setUseInputDirectByteBuffers(false);
		httpClient.setUseOutputDirectByteBuffers(false);
	}

	private static void useConnectionsOnce(HttpClientTransport transport) {
		ConnectionPool.Factory factory = transport.getConnectionPoolFactory();
		transport.setConnectionPoolFactory((destination) -> {
			ConnectionPool pool = factory.newConnectionPool(destination);
			if (pool instanceof AbstractConnectionPool limitable) {
				limitable.setMaxUsage(1);
			}
			return pool;
		});
	}

	/**
	 * Guard a connector.
	 * @param connector a connector that uses a guarded HTTP client
	 * @return a connector that closes the connection of an abandoned call
	 */
	public static ClientHttpConnector guard(ClientHttpConnector connector) {
		Assert.notNull(connector, "'connector' must not be null");
		return new AbortingConnector() {

			@Override
			Exchange createExchange() {
				return new JettyExchange(connector);
			}

		};
	}

	/**
	 * Replaces the handlers that Jetty adds when its client starts, and removes its
	 * decoders, which treat a truncated compressed body as empty.
	 */
	private static final class ProtocolHandlersOfCalls extends AbstractLifeCycle {

		private final HttpClient httpClient;

		ProtocolHandlersOfCalls(HttpClient httpClient) {
			this.httpClient = httpClient;
		}

		@Override
		protected void doStart() {
			ProtocolHandlers handlers = this.httpClient.getProtocolHandlers();
			boolean proxied = !this.httpClient.getProxyConfiguration().getProxies().isEmpty();
			handlers.clear();
			this.httpClient.getContentDecoderFactories().clear();
			handlers.put(new InterimResponseHandler());
			if (proxied) {
				handlers.put(new ProxyAuthenticationProtocolHandler(this.httpClient));
			}
		}

	}

	/**
	 * Skips every interim response except 101, which ends the call. Jetty itself skips
	 * only some of them.
	 */
	private static final class InterimResponseHandler extends EarlyHintsProtocolHandler {

		private static final String COUNT = JettyGuard.class.getName() + ".INTERIM_RESPONSES";

		@Override
		public boolean accept(Request request, Response response) {
			return HttpStatus.isInformational(response.getStatus())
					&& response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101;
		}

		@Override
		protected void onEarlyHints(Request request, HttpFields responseHeaders) {
			Integer count = (Integer) request.getAttributes().get(COUNT);
			int next = (count != null) ? count + 1 : 1;
			if (next > MAX_INTERIM_RESPONSES) {
				request.abort(new IOException("more than " + MAX_INTERIM_RESPONSES + " interim responses"));
			}
			request.attribute(COUNT, next);
		}

	}

	private static final class JettyExchange implements AbortingConnector.Exchange {

		private final ClientHttpConnector connector;

		private volatile @Nullable Request request;

		JettyExchange(ClientHttpConnector connector) {
			this.connector = connector;
		}

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			return this.connector.connect(method, uri, (httpRequest) -> {
				Request sent = httpRequest.getNativeRequest();
				sent.onResponseBegin(JettyExchange::refuseSwitchingProtocols);
				this.request = sent;
				return requestCallback.apply(httpRequest);
			});
		}

		private static void refuseSwitchingProtocols(Response response) {
			if (response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
				response.abort(new IOException("the response has the status 101"));
			}
		}

		@Override
		public void abort() {
			Request sent = this.request;
			if (sent != null) {
				sent.abort(new CancellationException());
			}
		}

	}

}
