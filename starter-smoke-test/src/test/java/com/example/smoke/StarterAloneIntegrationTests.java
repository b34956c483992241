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

package com.example.smoke;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with only the starter, in a separate process. The classes of
 * the actuator and of metrics are not on its class path at all; in other tests, a class
 * loader only hides them.
 */
class StarterAloneIntegrationTests {

	private static final String JAR = System.getProperty("smoke.jar");

	@TempDir
	private Path directory;

	@Test
	void applicationHasNeitherActuatorNorMetricsNorOtherHttpLibraries() throws Exception {
		try (JarFile jar = new JarFile(JAR)) {
			assertThat(jar.stream().map((entry) -> entry.getName()))
				.anyMatch((name) -> name.startsWith("BOOT-INF/lib/batchpipe-spring-boot-autoconfigure"))
				.noneMatch((name) -> name.matches(
						"BOOT-INF/lib/(spring-boot-(actuator|health|micrometer|validation)|micrometer-core|http(client|core)5|jetty-).*"
								+ "|BOOT-INF/lib/batchpipe-(spring-boot-starter|spring-boot-test|server).*"));
		}
	}

	@Test
	void applicationStartsAndIngestsWithoutWhatItDoesNotNeed() throws Exception {
		Path log = this.directory.resolve("output.log");
		Path classes = this.directory.resolve("classes.log");
		try (BatchPipeServer server = BatchPipeServer.start()) {
			String pipeId = server.createPipe("smoke");
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xlog:class+load:file=" + classes, "-jar", JAR, "--batchpipe.base-url=" + server.url(),
					"--batchpipe.api-key=" + server.apiKey().reveal(), "--smoke.pipe-id=" + pipeId)
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(Files.readString(log)).contains("Ingested: ingest: 202");
			assertThat(process.exitValue()).isZero();
			assertThat(server.records(pipeId)).map((record) -> record.get("sent-by").asString())
				.isEqualTo(List.of("client", "template"));
			// Starting SSL takes longer than everything else in the client.
			assertThat(Files.readString(classes)).contains("reactor.netty.http.client.HttpClient ")
				.doesNotContain("io.netty.handler.ssl.JdkSslClientContext ")
				.doesNotContain("io.netty.handler.ssl.OpenSslClientContext ");
		}
	}

}
