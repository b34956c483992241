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

import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.util.Assert;

/**
 * A connector for the JDK's HTTP client that closes the connection of an abandoned call
 * or, over HTTP/2, resets its stream. If a response is too large or too slow, Spring's
 * {@link JdkClientHttpConnector} leaves the rest of it in memory and the socket open.
 * <p>
 * The connector cannot prevent three problems of the JDK's client. Over HTTP/1.1, if a
 * second response to a request arrives while the connection is being reused, the client
 * mistakes it for the response to the next request. The client does not close the socket
 * of a response whose status line or headers it rejects. If the connection breaks before
 * the response to a {@code GET} arrives, the client itself retries the request once. With
 * HTTP/2, each response is associated with its request. The client uses HTTP/2 over TLS
 * if the server supports it, unless it has {@code SSLParameters} without protocols, as
 * with an SSL bundle that does not set {@code options.enabled-protocols}.
 *
 * @since 0.1.0
 */
public final class JdkConnector extends AbortingConnector {

	private final HttpClient httpClient;

	private final @Nullable Duration readTimeout;

	/**
	 * Create a connector.
	 * @param httpClient the HTTP client to use
	 * @param readTimeout the time to wait for the headers of a response or, on JDK 26 and
	 * later, for the complete response; {@code null} to wait until the call ends
	 */
	public JdkConnector(HttpClient httpClient, @Nullable Duration readTimeout) {
		Assert.notNull(httpClient, "'httpClient' must not be null");
		this.httpClient = httpClient;
		this.readTimeout = readTimeout;
	}

	/**
	 * Configure an HTTP client for use with this connector, so that the client neither
	 * stores cookies nor follows redirects.
	 * @param builder the builder of the client
	 */
	public static void apply(HttpClient.Builder builder) {
		builder.cookieHandler(new NoCookies()).followRedirects(HttpClient.Redirect.NEVER);
	}

	@Override
	Exchange createExchange() {
		return new JdkExchange(new AbortableHttpClient(this.httpClient), this.readTimeout);
	}

	private static final class NoCookies extends CookieHandler {

		@Override
		public Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) {
			return Collections.emptyMap();
		}

		@Override
		public void put(URI uri, Map<String, List<String>> responseHeaders) {
			// Cookies are not stored.
		}

	}

	private static final class JdkExchange implements Exchange {

		private final AbortableHttpClient httpClient;

		private final JdkClientHttpConnector connector;

		JdkExchange(AbortableHttpClient httpClient, @Nullable Duration readTimeout) {
			this.httpClient = httpClient;
			this.connector = new JdkClientHttpConnector(httpClient);
			if (readTimeout != null) {
				this.connector.setReadTimeout(readTimeout);
			}
		}

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			return this.connector.connect(method, uri, requestCallback);
		}

		@Override
		public void abort() {
			this.httpClient.abort();
		}

	}

}
