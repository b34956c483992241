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

package com.example.earthquakes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packaged sample, which runs in a separate process.
 */
class SampleJarIntegrationTests {

	private static final String PIPE = "2f9f7a6c-8a0f-4d3c-a9b4-0a3f3a0f4e11";

	private static final int WEEK = 1707;

	private static final Duration START = Duration.ofMinutes(2);

	@TempDir
	private Path directory;

	@Test
	void whenBaseUrlIsMissingThenItFailsWithOneClearParagraph() throws Exception {
		Process process = start(List.of());
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isOne();
		assertThat(output()).contains("APPLICATION FAILED TO START")
			.contains(
					"needs a bean of type BatchPipeTemplate, but BatchPipe is not auto-configured because 'batchpipe.base-url' is not set.")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shipsTheWeekWithAndWithoutAheadOfTimeProcessing(boolean aheadOfTime) throws Exception {
		try (BatchPipeServer server = BatchPipeServer.start()) {
			server.createPipe("earthquakes", PIPE);
			Process process = start(List.of("-Dspring.aot.enabled=" + aheadOfTime),
					"--batchpipe.base-url=" + server.url(), "--batchpipe.api-key=" + server.apiKey().reveal(),
					"--server.port=0");
			try {
				assertThat(server.awaitRecords(PIPE, WEEK, START)).as(this::output).isTrue();
			}
			finally {
				process.destroy();
				assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(output()).doesNotContain(server.apiKey().reveal())
				.satisfies((output) -> assertThat(output.contains("Starting AOT-processed")).isEqualTo(aheadOfTime));
		}
	}

	@Test
	void whenBodiesAreLargeThenASmallHeapSuffices() throws Exception {
		try (BatchPipeServer server = BatchPipeServer.start()) {
			server.createPipe("earthquakes", PIPE);
			Process process = start(List.of("-Xmx300m", "-XX:+ExitOnOutOfMemoryError"),
					"--batchpipe.base-url=" + server.url(), "--batchpipe.api-key=" + server.apiKey().reveal(),
					"--server.port=0");
			try {
				assertThat(server.awaitRecords(PIPE, WEEK, START)).as(this::output).isTrue();
				for (int i = 0; i < 5; i++) {
					assertThat(post("[" + "{},".repeat(2 * 1024 * 1024) + "{}]")).as(this::output).isEqualTo(413);
				}
				assertThat(post("{\"longitude\":12.5,\"latitude\":41.9}")).isEqualTo(202);
				assertThat(server.awaitRecords(PIPE, WEEK + 1, Duration.ofSeconds(30))).as(this::output).isTrue();
			}
			finally {
				process.destroy();
				assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			}
		}
	}

	@Test
	void whenItIsKilledThenTheOutboxDeliversAfterTheRestartOnce() throws Exception {
		try (BatchPipeServer server = BatchPipeServer.start()) {
			server.createPipe("earthquakes", PIPE);
			server.pause();
			String[] arguments = { "--spring.profiles.active=outbox", "--batchpipe.base-url=" + server.url(),
					"--batchpipe.api-key=" + server.apiKey().reveal(), "--batchpipe.publisher.pipe-id=" + PIPE,
					"--server.port=0" };
			Process killed = start(List.of(), arguments);
			try {
				awaitStart(killed);
				assertThat(post("{\"event_id\":\"my-3\",\"magnitude\":6.5}")).isEqualTo(202);
			}
			finally {
				killed.destroyForcibly();
				assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();
			}
			server.resume();
			Process restarted = start(List.of(), arguments);
			try {
				assertThat(server.awaitRecords(PIPE, 1, START)).as(this::output).isTrue();
			}
			finally {
				restarted.destroy();
				assertThat(restarted.waitFor(30, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(server.recordCount(PIPE)).isOne();
		}
	}

	private void awaitStart(Process process) throws InterruptedException {
		long deadline = System.nanoTime() + START.toNanos();
		while (!output().contains("Started EarthquakeFeedApplication") && System.nanoTime() < deadline) {
			assertThat(process.waitFor(100, TimeUnit.MILLISECONDS)).as(this::output).isFalse();
		}
	}

	private int post(String body) throws Exception {
		Matcher port = Pattern.compile("Tomcat started on port (\\d+)").matcher(output());
		assertThat(port.find()).as(this::output).isTrue();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + "/earthquakes"))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(30))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private Process start(List<String> options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-jar", System.getProperty("sample.jar")));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log().toFile())
			.start();
	}

	private Path log() {
		return this.directory.resolve("output.log");
	}

	private String output() {
		try {
			return Files.readString(log());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
