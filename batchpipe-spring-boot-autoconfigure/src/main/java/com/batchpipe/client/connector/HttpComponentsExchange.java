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

import java.net.URI;
import java.util.Map;
import java.util.function.Function;

import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * A request of Apache HttpComponents and its response. Until the library executes the
 * request, the exchange is identified by the request object.
 */
final class HttpComponentsExchange implements AbortingConnector.Exchange {

	private final ClientHttpConnector connector;

	private final Map<HttpRequest, HttpComponentsExchange> exchanges;

	private final Object monitor = new Object();

	private @Nullable HttpRequest request;

	private AsyncExecChain.@Nullable Scope scope;

	private boolean aborted;

	HttpComponentsExchange(ClientHttpConnector connector, Map<HttpRequest, HttpComponentsExchange> exchanges) {
		this.connector = connector;
		this.exchanges = exchanges;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return this.connector.connect(method, uri, (httpRequest) -> {
			prepare(httpRequest.getNativeRequest());
			return requestCallback.apply(httpRequest);
		});
	}

	private void prepare(HttpRequest request) {
		synchronized (this.monitor) {
			this.request = request;
			if (!this.aborted) {
				this.exchanges.put(request, this);
			}
		}
	}

	/**
	 * Set the scope in which the library executes the request.
	 * @throws RequestNotExecutedException if this exchange has been aborted
	 */
	void begin(AsyncExecChain.Scope scope) throws RequestNotExecutedException {
		synchronized (this.monitor) {
			if (this.aborted) {
				throw new RequestNotExecutedException();
			}
			this.scope = scope;
		}
	}

	@Override
	public void abort() {
		AsyncExecChain.Scope executed;
		synchronized (this.monitor) {
			this.aborted = true;
			executed = this.scope;
			if (this.request != null) {
				this.exchanges.remove(this.request);
			}
		}
		if (executed != null) {
			executed.cancellableDependency.cancel();
			executed.execRuntime.discardEndpoint();
		}
	}

}
