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

package com.batchpipe.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the executable jar, which runs in a separate process.
 */
@Timeout(120)
class ServerJarIntegrationTests {

	private static final String JAR = System.getProperty("server.jar");

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final String ORIGIN = "http://localhost:5173";

	private static final Pattern LINE = Pattern
		.compile("BatchPipe is available at (http://127\\.0\\.0\\.1:\\d+) and accepts the API key (bp_v1_\\S+)");

	private final List<Process> processes = new ArrayList<>();

	private String url = "";

	private String key = "";

	@AfterEach
	void end() {
		this.processes.forEach(Process::destroyForcibly);
	}

	@Test
	void tellsInOneLineWhereItListensAndWhichKeyItTakes() throws Exception {
		Process process = listen("--port=0");
		assertThat(send(request("/v1/pipes").header("Authorization", "Bearer " + this.key).GET()).statusCode())
			.isEqualTo(200);
		terminate(process);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(rest(process)).isEmpty();
	}

	@Test
	void takesTheGivenPortKeyAndPipe() throws Exception {
		int port = freePort();
		listen("--port", String.valueOf(port), "--api-key=bp_v1_mine", "--pipe=" + PIPE);
		assertThat(this.url).endsWith(":" + port);
		assertThat(this.key).isEqualTo("bp_v1_mine");
		HttpResponse<String> response = send(request("/v1/ingest/" + PIPE).header("Authorization", "Bearer bp_v1_mine")
			.POST(BodyPublishers.ofString("[{\"id\":1},{\"id\":2}]")));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(send(request("/v1/pipes").header("Authorization", "Bearer bp_v1_other").GET()).statusCode())
			.isEqualTo(401);
	}

	@Test
	void pageOfAnAllowedOriginSendsRecordsWithoutAKey() throws Exception {
		listen("--port=0", "--pipe=" + PIPE);
		assertThat(preflight().headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		assertThat(send(request("/v1/pipes/" + PIPE + "/allowed-origins").header("Authorization", "Bearer " + this.key)
			.POST(BodyPublishers.ofString("{\"origin\":\"" + ORIGIN + "\"}"))).statusCode()).isEqualTo(201);
		assertThat(preflight().headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
		HttpResponse<String> response = send(request("/v1/ingest/" + PIPE).header("Origin", ORIGIN)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"id\":1}")));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
	}

	@Test
	void whenItIsTerminatedThenItEndsAndThePortIsFree() throws Exception {
		Process process = listen("--port=0");
		terminate(process);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		int port = URI.create(this.url).getPort();
		new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).close();
	}

	@Test
	void withoutAnAddressItListensOnTheLoopbackInterfaceOnly() throws Exception {
		listen("--port=0");
		int port = URI.create(this.url).getPort();
		new ServerSocket(port, 1, InetAddress.getByName("127.0.0.2")).close();
	}

	@Test
	void withAnAddressItListensThere() throws Exception {
		listen("--port=0", "--address=0.0.0.0");
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.2:" + URI.create(this.url).getPort() + "/v1/health"))
			.timeout(Duration.ofSeconds(10))
			.build();
		assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
	}

	@Test
	void whenAnOptionIsWrongThenItSaysSoAndEndsWithStatus2() throws Exception {
		Process process = start("--prot=1");
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo(2);
		assertThat(rest(process)).startsWith("Unknown option '--prot'").contains("--port=<port>");
	}

	@Test
	void whenThePortIsInUseThenItSaysSoAndEndsWithStatus1() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			Process process = start("--port=" + taken.getLocalPort());
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isOne();
			assertThat(rest(process))
				.startsWith("Cannot listen on address 127.0.0.1, port " + taken.getLocalPort() + ": ")
				.doesNotContain("\tat ");
		}
	}

	@Test
	void helpNamesTheOptions() throws Exception {
		Process process = start("--help");
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		assertThat(rest(process)).contains("--port=", "--address=", "--api-key=", "--pipe=", "--help");
	}

	@Test
	void jarHasNoSpringBootButItsLoader() throws Exception {
		try (JarFile jar = new JarFile(JAR)) {
			assertThat(jar.stream().map((entry) -> entry.getName()).filter((name) -> name.endsWith(".jar")))
				.isNotEmpty()
				.noneMatch((name) -> name.startsWith("BOOT-INF/lib/spring-boot"))
				.noneMatch((name) -> name.contains("junit") || name.contains("assertj"));
		}
	}

	private HttpResponse<String> preflight() throws Exception {
		return send(request("/v1/ingest/" + PIPE).header("Origin", ORIGIN)
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.method("OPTIONS", BodyPublishers.noBody()));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.url + path)).timeout(Duration.ofSeconds(10));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	/**
	 * Send SIGTERM and keep the output so that it can be read.
	 */
	private static void terminate(Process process) {
		assertThat(process.toHandle().destroy()).isTrue();
	}

	private Process listen(String... options) throws IOException {
		Process process = start(options);
		String line = reader(process).readLine();
		Matcher matcher = LINE.matcher(String.valueOf(line));
		assertThat(matcher.matches()).as(line).isTrue();
		this.url = matcher.group(1);
		this.key = matcher.group(2);
		return process;
	}

	private Process start(String... options) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.processes.add(process);
		return process;
	}

	private static BufferedReader reader(Process process) {
		return process.inputReader(StandardCharsets.UTF_8);
	}

	private static String rest(Process process) {
		return reader(process).lines().collect(Collectors.joining("\n"));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
