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

package com.batchpipe.autoconfigure.endpoint;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.client.BatchPipeClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeSanitizingAutoConfiguration}.
 */
class BatchPipeSanitizingAutoConfigurationTests {

	private static final String SECRET = "bp_v1_5ecret";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BatchPipeSanitizingAutoConfiguration.class, BatchPipeAutoConfiguration.class,
						WebClientAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
						ConfigurationPropertiesReportEndpointAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=https://api.example.com", "management.endpoint.env.show-values=always",
				"management.endpoint.configprops.show-values=always",
				"management.endpoints.web.exposure.include=env,configprops",
				"management.endpoints.jmx.exposure.include=env,configprops", "spring.jmx.enabled=true");

	@Test
	void whenValuesAreShownThenConfigpropsDoesNotTellTheKey() {
		this.contextRunner.withPropertyValues("batchpipe.api-key=" + SECRET).run((context) -> {
			assertThat(context).hasSingleBean(BatchPipeClient.class);
			Object answer = context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties();
			assertThat(JsonMapper.shared().writeValueAsString(answer)).contains("https://api.example.com")
				.doesNotContain(SECRET);
		});
	}

	@Test
	void whenValuesAreShownThenEnvDoesNotTellTheKeyUnderAnyName() {
		this.contextRunner
			.withPropertyValues("batchpipe.api-key=${vault.entry}", "vault.entry=" + SECRET,
					"sun.java.command=app.jar --batchpipe.api-key=" + SECRET, "BATCHPIPE_API_KEY=bp_v1_0ther")
			.run((context) -> {
				Object answer = context.getBean(EnvironmentEndpoint.class).environment(null);
				assertThat(JsonMapper.shared().writeValueAsString(answer)).contains("https://api.example.com")
					.contains("vault.entry")
					.doesNotContain(SECRET)
					.doesNotContain("bp_v1_0ther");
			});
	}

}
