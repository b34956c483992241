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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * Tests for many customers with one pipe each, in processes with a small heap.
 */
class ManyPipesTests {

	private static final int RECORDS = 4000;

	private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

	private final AtomicIntegerArray arrived = new AtomicIntegerArray(RECORDS);

	private final LongAdder requests = new LongAdder();

	@TempDir
	private Path directory;

	@Test
	void whenThereAreManyPipesThenEachRecordArrivesOnceWithOneRequest() throws IOException, InterruptedException {
		DisposableServer server = HttpServer.create().host("127.0.0.1").port(0).handle(this::receive).bindNow();
		try {
			assertThat(run(ManyPipesPublishing.class, "-Xmx128m", String.valueOf(RECORDS), String.valueOf(RECORDS),
					"http://127.0.0.1:" + server.port()))
				.contains("failure=null accepted=%1$d delivered=%1$d requests=%1$d buffered=0 errors=0"
					.formatted(RECORDS));
		}
		finally {
			server.disposeNow();
		}
		assertThat(this.requests.sum()).isEqualTo(RECORDS);
		for (int n = 0; n < RECORDS; n++) {
			assertThat(this.arrived.get(n)).isOne();
		}
	}

	@Test
	void whenThereAreVeryManyPipesThenTheHeapSuffices() throws IOException, InterruptedException {
		assertThat(run(ManyPipesPublishing.class, "-Xmx128m", "100000", "300000"))
			.contains("failure=null accepted=300000 delivered=300000")
			.contains("buffered=0 errors=0");
	}

	@Test
	void whenAPipeHoldsNothingThenItNeedsLessThan500Bytes() throws IOException, InterruptedException {
		String output = run(IdlePipesFootprint.class, "-Xmx256m");
		assertThat(output).startsWith("bytes=");
		assertThat(Integer.parseInt(output.strip().substring("bytes=".length()))).isBetween(100, 500);
	}

	private String run(Class<?> main, String heap, String... arguments) throws IOException, InterruptedException {
		Path result = this.directory.resolve("result");
		Path output = this.directory.resolve("output");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap, "-cp",
						System.getProperty("java.class.path"), main.getName(), result.toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
			assertThat(result).as(() -> read(output)).exists();
		}
		finally {
			process.destroyForcibly();
		}
		return Files.readString(result);
	}

	private static String read(Path output) {
		try {
			return Files.readString(output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
