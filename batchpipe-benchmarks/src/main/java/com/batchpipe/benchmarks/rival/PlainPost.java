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

package com.batchpipe.benchmarks.rival;

import java.util.List;
import java.util.concurrent.Semaphore;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Posts arrays of encoded JSON with plain Reactor Netty, four at a time.
 */
public final class PlainPost {

	private static final int IN_FLIGHT = 4;

	private final Semaphore permits = new Semaphore(IN_FLIGHT);

	private final HttpClient client;

	/**
	 * Create a poster.
	 * @param url the base URL of the sink
	 */
	public PlainPost(String url) {
		this.client = HttpClient.create()
			.baseUrl(url)
			.headers((headers) -> headers.set("Authorization", "Bearer bp_v1_benchmark")
				.set("Content-Type", "application/json"));
	}

	/**
	 * Post an array, after waiting until fewer than four are in flight.
	 * @param records the records, copied before this method returns
	 * @param completed called after the response, or when the request has failed
	 * @throws InterruptedException if the wait is interrupted
	 */
	public void post(List<byte[]> records, Runnable completed) throws InterruptedException {
		this.permits.acquire();
		int size = 1 + records.stream().mapToInt((record) -> record.length + 1).sum();
		byte[] body = new byte[size];
		int position = 0;
		for (byte[] record : records) {
			body[position++] = (byte) ((position == 1) ? '[' : ',');
			System.arraycopy(record, 0, body, position, record.length);
			position += record.length;
		}
		body[position] = ']';
		ByteBuf content = Unpooled.wrappedBuffer(body);
		this.client.post()
			.uri("/v1/ingest/" + Pipes.id(0))
			.send(Mono.just(content))
			.responseSingle((response, bytes) -> bytes.then())
			.doFinally((signal) -> {
				this.permits.release();
				completed.run();
			})
			.subscribe(null, (ex) -> {
			});
	}

}
