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

package com.batchpipe.benchmarks.outbox;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Posts records with plain Reactor Netty, as the floor does.
 */
final class RecordPost implements RecordPoster {

	private final HttpClient client;

	RecordPost(String sink) {
		this.client = HttpClient.create()
			.baseUrl(sink)
			.headers((headers) -> headers.set("Authorization", "Bearer bp_v1_benchmark")
				.set("Content-Type", "application/json"));
	}

	@Override
	public void post(String json) {
		byte[] body = ("[" + json + "]").getBytes(StandardCharsets.UTF_8);
		Integer status = this.client.post()
			.uri("/v1/ingest/" + OutboxBench.PIPE)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
			.responseSingle((response, content) -> content.then(Mono.just(response.status().code())))
			.block();
		if (status == null || status != 202) {
			throw new IllegalStateException("Status " + status);
		}
	}

}
