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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Accepts everything that is posted, counts it and responds at once, so that the server
 * limits no publisher. It runs in a separate process, on loopback only, and ends when its
 * standard input ends or after its lifetime.
 */
public final class Sink {

	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private final LongAdder requests = new LongAdder();

	private final LongAdder records = new LongAdder();

	private final LongAdder bytes = new LongAdder();

	private volatile long latencyNanos;

	private volatile long stalledUntil = System.nanoTime();

	private Sink() {
	}

	/**
	 * Start the sink, print its port and execute the commands on the standard input.
	 * @param args none
	 * @throws IOException if the standard input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		Lifeline.endAfter(LIFETIME);
		Sink sink = new Sink();
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle(sink::handle).bindNow();
		Console.print("port " + server.port());
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String line = input.readLine(); line != null; line = input.readLine()) {
			Console.print(sink.obey(line));
		}
		server.disposeNow();
	}

	private String obey(String line) {
		String[] words = line.split(" ");
		if ("latency".equals(words[0])) {
			this.latencyNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
		}
		else if ("stall".equals(words[0])) {
			this.stalledUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
		}
		return new SinkCounts(this.requests.sum(), this.records.sum(), this.bytes.sum(), Usage.processCpuNanos())
			.toLine();
	}

	private Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().doOnNext(this::count).then(Mono.defer(() -> respond(request, response)));
	}

	private void count(ByteBuf content) {
		this.bytes.add(content.readableBytes());
		this.records.add(MarkerCount.in(content.nioBuffer()));
	}

	private Mono<Void> respond(HttpServerRequest request, HttpServerResponse response) {
		this.requests.increment();
		Mono<Void> sent = SinkResponse.to(request.uri()).send(response);
		long wait = Math.max(this.latencyNanos, this.stalledUntil - System.nanoTime());
		return (wait > 0) ? delay(response, wait).then(sent) : sent;
	}

	/**
	 * Wait on the thread of the connection. If a response is sent from another thread,
	 * the server sometimes stops reading the next large request.
	 */
	private static Mono<Void> delay(HttpServerResponse response, long nanos) {
		return Mono.create((waiting) -> response.withConnection((connection) -> {
			Future<?> timer = connection.channel()
				.eventLoop()
				.schedule((Runnable) waiting::success, nanos, TimeUnit.NANOSECONDS);
			waiting.onDispose(() -> timer.cancel(false));
		}));
	}

}
