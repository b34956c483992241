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

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A response that a client receives for each request, without HTTP.
 */
final class GivenResponse implements ExchangeFunction {

	private byte[] body = {};

	private int status = 200;

	void body(byte[] body) {
		this.body = body;
	}

	void status(int status) {
		this.status = status;
	}

	/**
	 * Create a client that receives this response.
	 */
	BatchPipeClient client(ApiKey apiKey) {
		return BatchPipeClient.builder()
			.baseUrl("http://localhost")
			.apiKey(apiKey)
			.retryPolicy(RetryPolicy.none())
			.webClientBuilder(WebClient.builder().exchangeFunction(this))
			.build();
	}

	@Override
	public Mono<ClientResponse> exchange(ClientRequest request) {
		return Mono.fromSupplier(() -> ClientResponse.create(HttpStatusCode.valueOf(this.status))
			.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(this.body)))
			.build());
	}

}
