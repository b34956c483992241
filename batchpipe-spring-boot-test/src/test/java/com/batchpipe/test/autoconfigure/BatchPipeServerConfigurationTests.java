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

package com.batchpipe.test.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.test.BatchPipeServer;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeServerConfiguration}.
 */
class BatchPipeServerConfigurationTests {

	@Test
	void applicationRunsAgainstTheEmbeddedServerWithoutProperties() {
		try (ConfigurableApplicationContext context = run()) {
			BatchPipeServer server = context.getBean(BatchPipeServer.class);
			String pipe = server.createPipe("orders");
			context.getBean(BatchPipeTemplate.class).ingest(pipe, Map.of("id", 1));
			assertThat(server).pipe(pipe).received(1);
		}
	}

	@Test
	void realConnectionIsNotUsed() {
		try (ConfigurableApplicationContext context = run("--batchpipe.base-url=https://api.example.com",
				"--batchpipe.api-key=bp_v1_real")) {
			context.getBean(BatchPipeTemplate.class).listPipes();
			BatchPipeServer server = context.getBean(BatchPipeServer.class);
			assertThat(server).requests().haveHeader("Authorization", "Bearer " + server.apiKey().reveal());
		}
	}

	@Test
	void configurationIsNotPickedUpByScanning() {
		assertThat(BatchPipeServerConfiguration.class).hasAnnotation(TestConfiguration.class);
	}

	private static ConfigurableApplicationContext run(String... args) {
		return SpringApplication.from(Application::main)
			.with(BatchPipeServerConfiguration.class)
			.run(args)
			.getApplicationContext();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		static void main(String[] args) {
			SpringApplication.run(Application.class, args);
		}

	}

}
