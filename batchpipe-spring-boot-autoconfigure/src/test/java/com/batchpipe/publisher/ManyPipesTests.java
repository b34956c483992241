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

package com.batchpipe.publisher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pipe for each customer, and many customers: a process with a small heap publishes to
 * tens of thousands of pipes of a service in this process.
 */
class ManyPipesTests {

	private static final int PIPES = 60_000;

	private static final int RECORDS = 120_000;

	private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

	private final AtomicIntegerArray arrived = new AtomicIntegerArray(RECORDS);

	private final LongAdder requests = new LongAdder();

	@Test
	void whenThereAreVeryManyPipesThenEveryRecordArrivesOnceWithinASmallHeap(@TempDir Path directory)
			throws IOException, InterruptedException {
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle(this::receive).bindNow();
		Path output = directory.resolve("output");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx48m", "-cp", System.getProperty("java.class.path"), ManyPipesPublishing.class.getName(),
				"http://127.0.0.1:" + server.port(), String.valueOf(PIPES), String.valueOf(RECORDS))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
			server.disposeNow();
		}
		System.out.println(Files.readString(output));
		assertThat(Files.readString(output))
			.contains("null %d %d 0 %d 0 0".formatted(RECORDS, RECORDS, this.requests.sum()));
		for (int n = 0; n < RECORDS; n++) {
			assertThat(this.arrived.get(n)).isOne();
		}
	}

	private Mono<Void> receive(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asString(StandardCharsets.UTF_8).flatMap((body) -> {
			this.requests.increment();
			Matcher number = NUMBER.matcher(body);
			while (number.find()) {
				this.arrived.incrementAndGet(Integer.parseInt(number.group(1)));
			}
			return response.status(202).send().then();
		});
	}

}
