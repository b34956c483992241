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
import java.util.function.Function;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;

/**
 * Base class of connectors that close the connection of an abandoned call: one that was
 * canceled, timed out, or received a response that is too large. The libraries, or
 * Spring's connectors for them, leave such a connection open until the server closes it.
 */
abstract class AbortingConnector implements ClientHttpConnector {

	@Override
	public final Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			Exchange exchange = createExchange();
			return exchange.connect(method, uri, requestCallback)
				.<ClientHttpResponse>map((response) -> new AbortableResponse(response, exchange))
				.doOnError((ex) -> exchange.abort())
				.doOnCancel(exchange::abort);
		});
	}

	abstract Exchange createExchange();

	/**
	 * A request and its response.
	 */
	interface Exchange {

		Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback);

		/**
		 * Close the connection unless the response is complete. Can be called at any
		 * time, on any thread and more than once.
		 */
		void abort();

	}

	private static final class AbortableResponse extends ClientHttpResponseDecorator {

		private final Exchange exchange;

		AbortableResponse(ClientHttpResponse response, Exchange exchange) {
			super(response);
			this.exchange = exchange;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().doOnCancel(this.exchange::abort);
		}

	}

}
