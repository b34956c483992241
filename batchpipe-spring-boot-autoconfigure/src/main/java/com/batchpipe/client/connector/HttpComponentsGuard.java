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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;

/**
 * Ensures that each response belongs to its request, whatever a server or a proxy sends
 * to the asynchronous client of Apache HttpComponents:
 * <ul>
 * <li>an interim response, with a status below 200, is never used as the response;</li>
 * <li>an HTTP/1.1 connection is used for only one request, so anything that follows the
 * response is never read;</li>
 * <li>cookies are not stored, the library does not retry requests, and the size of
 * headers is limited;</li>
 * <li>the connection of an abandoned call is closed.</li>
 * </ul>
 * Use one guard per client.
 *
 * @since 0.1.0
 */
public final class HttpComponentsGuard {

	private static final String CALLBACK = HttpComponentsGuard.class.getName() + ".CALLBACK";

	private static final int MAX_CONNECTIONS = 256;

	private static final int MAX_PENDING_SECONDS = 10;

	private static final Http1Config HTTP1_CONFIG = Http1Config.custom()
		.setMaxLineLength(16 * 1024)
		.setMaxHeaderCount(200)
		.build();

	private final Map<HttpRequest, HttpComponentsExchange> exchanges = new ConcurrentHashMap<>();

	/**
	 * Guard the client.
	 * @param builder the builder of the client
	 */
	public void apply(HttpAsyncClientBuilder builder) {
		builder.disableCookieManagement()
			.disableAutomaticRetries()
			.disableRedirectHandling()
			.setHttp1Config(HTTP1_CONFIG)
			.setConnectionReuseStrategy(HttpComponentsGuard::countContinue)
			.addRequestInterceptorFirst(HttpComponentsGuard::useConnectionOnce)
			.addExecInterceptorFirst("batchpipe", this::execute);
	}

	/**
	 * Set the maximum number of connections to 256, as for Reactor Netty.
	 * @param builder the builder of the client's pool
	 */
	public void apply(PoolingAsyncClientConnectionManagerBuilder builder) {
		builder.setMaxConnTotal(MAX_CONNECTIONS).setMaxConnPerRoute(MAX_CONNECTIONS);
	}

	/**
	 * Limit the time that a request waits for a connection, and turn off requests for
	 * compressed responses, because the library treats a truncated compressed response as
	 * empty.
	 * @param builder the builder of the client's request settings
	 */
	public void apply(RequestConfig.Builder builder) {
		builder.setConnectionRequestTimeout(MAX_PENDING_SECONDS, TimeUnit.SECONDS).setContentCompressionEnabled(false);
	}

	/**
	 * Guard the connector.
	 * @param connector a connector that uses the guarded client
	 * @return a connector that closes the connection of an abandoned call
	 */
	public ClientHttpConnector guard(ClientHttpConnector connector) {
		Assert.notNull(connector, "'connector' must not be null");
		return new AbortingConnector() {

			@Override
			Exchange createExchange() {
				return new HttpComponentsExchange(connector, HttpComponentsGuard.this.exchanges);
			}

		};
	}

	private static void useConnectionOnce(HttpRequest request, @Nullable EntityDetails entity, HttpContext context) {
		if (!isMultiplexed(context)) {
			request.setHeader(HttpHeaders.CONNECTION, "close");
		}
	}

	/**
	 * Count responses with status 100, which the library reports only to this strategy.
	 * The decision is always that of the default strategy.
	 */
	private static boolean countContinue(HttpRequest request, HttpResponse response, HttpContext context) {
		if (response.getCode() == HttpStatus.SC_CONTINUE
				&& context.getAttribute(CALLBACK) instanceof HttpComponentsExecCallback callback) {
			callback.continueReceived();
		}
		return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
	}

	/**
	 * Return whether the protocol associates each response with its request.
	 */
	static boolean isMultiplexed(HttpContext context) {
		return context.getProtocolVersion().greaterEquals(HttpVersion.HTTP_2);
	}

	private void execute(HttpRequest request, @Nullable AsyncEntityProducer entity, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback) throws HttpException, IOException {
		HttpComponentsExchange exchange = this.exchanges.remove(scope.originalRequest);
		if (exchange != null) {
			exchange.begin(scope);
		}
		HttpComponentsExecCallback guarded = new HttpComponentsExecCallback(callback, scope);
		scope.clientContext.setAttribute(CALLBACK, guarded);
		chain.proceed(request, entity, scope, guarded);
	}

}
