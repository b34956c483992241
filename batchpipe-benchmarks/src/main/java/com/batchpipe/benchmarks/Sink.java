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

package com.batchpipe.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Takes whatever is posted, counts it and answers at once: a server that is nobody's
 * limit. Runs in a process of its own, ends with its standard input or after half an
 * hour.
 */
public final class Sink {

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private static final ByteBuf ANSWER = Unpooled.unreleasableBuffer(
			Unpooled.copiedBuffer("{\"accepted\":1,\"pipe\":\"benchmark\",\"queued\":true}", StandardCharsets.UTF_8));

	private final LongAdder requests = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private Sink() {
	}

	/**
	 * Start the sink and print its port.
	 * @param args none
	 * @throws java.io.IOException if the standard input cannot be read
	 */
	public static void main(String[] args) throws java.io.IOException {
		Sink sink = new Sink();
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.handle((request, response) -> sink.handle(request, response))
			.bindNow();
		Mono.delay(LIFETIME).subscribe((end) -> server.disposeNow());
		SinkProcess.print("port " + server.port());
		while (System.in.read() >= 0) {
			SinkProcess.print("counts " + sink.requests.sum() + " " + sink.bytes.sum());
		}
		server.disposeNow();
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().doOnNext((content) -> this.bytes.add(content.readableBytes())).then(Mono.defer(() -> {
			this.requests.increment();
			return response.status(202)
				.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(ANSWER.readableBytes()))
				.sendObject(ANSWER.duplicate())
				.then();
		}));
	}

}
