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

package com.batchpipe.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The request that a client sends.
 *
 * @param authorization the {@code Authorization} header
 * @param body the body
 */
record SentRequest(@Nullable String authorization, String body) {

	static SentRequest of(BatchPipeClient.Builder builder, Function<BatchPipeClient, Mono<BatchPipeResponse>> call) {
		AtomicReference<SentRequest> sent = new AtomicReference<>();
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> request.receive()
				.aggregate()
				.asString()
				.defaultIfEmpty("")
				.doOnNext((body) -> sent
					.set(new SentRequest(request.requestHeaders().get(HttpHeaders.AUTHORIZATION), body)))
				.then(response.status(204).send()))
			.bindNow();
		try {
			BatchPipeClient client = builder.baseUrl("http://127.0.0.1:" + server.port()).build();
			assertThat(call.apply(client).block(Duration.ofSeconds(10))).isNotNull();
			return sent.get();
		}
		finally {
			server.disposeNow();
		}
	}

}
