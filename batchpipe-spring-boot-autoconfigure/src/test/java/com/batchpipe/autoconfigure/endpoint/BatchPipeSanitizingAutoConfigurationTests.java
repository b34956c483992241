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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesAutoConfiguration;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.ApiKeyProvider;
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
			Object response = context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties();
			assertThat(JsonMapper.shared().writeValueAsString(response)).contains("https://api.example.com")
				.doesNotContain(SECRET);
		});
	}

	@Test
	void whenValuesAreShownThenEnvDoesNotTellTheKeyUnderAnyName() {
		this.contextRunner
			.withPropertyValues("batchpipe.api-key=${vault.entry}", "vault.entry=" + SECRET,
					"sun.java.command=app.jar --batchpipe.api-key=" + SECRET, "BATCHPIPE_API_KEY=bp_v1_0ther")
			.run((context) -> {
				Object response = context.getBean(EnvironmentEndpoint.class).environment(null);
				assertThat(JsonMapper.shared().writeValueAsString(response)).contains("https://api.example.com")
					.contains("vault.entry")
					.doesNotContain(SECRET)
					.doesNotContain("bp_v1_0ther");
			});
	}

	@Test
	void whenAKeyHasTheDocumentedFormThenEnvDoesNotTellItWhereverItIsFrom() {
		this.contextRunner
			.withPropertyValues("shop.keys[0]=bp_v1_a'b+c", "shop.curl=curl -H 'Authorization: Bearer bp_v1_a'",
					"shop.hint=keys begin with bp_v1_")
			.run((context) -> assertThat(env(context)).contains("keys begin with bp_v1_\"").doesNotContain("bp_v1_a"));
	}

	@Test
	void whenTheKeyComesFromAProviderThenEnvDoesNotTellItUnderAnyName() {
		AtomicReference<ApiKey> current = new AtomicReference<>(ApiKey.of("first-of-no-form"));
		this.contextRunner.withBean(ApiKeyProvider.class, () -> () -> Mono.justOrEmpty(current.get()))
			.withPropertyValues("shop.secret=first-of-no-form", "shop.other=second-of-no-form", "shop.name=lemons")
			.run((context) -> {
				assertThat(env(context)).doesNotContain("first-of-no-form")
					.contains("second-of-no-form")
					.contains("lemons");
				current.set(ApiKey.of("second-of-no-form"));
				assertThat(env(context)).doesNotContain("first-of-no-form")
					.doesNotContain("second-of-no-form")
					.contains("lemons");
				current.set(null);
				assertThat(env(context)).doesNotContain("first-of-no-form").doesNotContain("second-of-no-form");
			});
	}

	@Test
	void whenTheProviderTakesAWhileThenEnvDoesNotTellItsKey() {
		this.contextRunner
			.withBean(ApiKeyProvider.class,
					() -> () -> Mono.delay(Duration.ofMillis(20)).thenReturn(ApiKey.of("late-of-no-form")))
			.withPropertyValues("shop.secret=late-of-no-form")
			.run((context) -> assertThat(env(context)).doesNotContain("late-of-no-form"));
	}

	@Test
	void whenTheProviderFailsOrNeverReturnsThenItIsNotAskedForEachValue() {
		AtomicInteger questions = new AtomicInteger();
		this.contextRunner.withBean("failing", ApiKeyProvider.class, () -> () -> {
			throw new IllegalStateException("no key");
		}).withBean("silent", ApiKeyProvider.class, () -> () -> {
			questions.incrementAndGet();
			return Mono.never();
		}).run((context) -> {
			assertThat(env(context)).contains("https://api.example.com");
			assertThat(questions).hasValueLessThan(20);
		});
	}

	@Test
	void whenAWorkspaceHasAKeyThenNoEndpointTellsItUnderAnyName() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(BatchPipeWorkspacesAutoConfiguration.class))
			.withUserConfiguration(AuditKey.class)
			.withPropertyValues("batchpipe.workspaces.eu-1.api-key=second-of-no-form", "shop.copy=second-of-no-form",
					"batchpipe.workspaces.audit.api-key=${shop.unknown}", "shop.other=provided-of-no-form",
					"BATCHPIPE_WORKSPACES_OLD1_API_KEY=third-of-no-form")
			.run((context) -> {
				Object response = context.getBean(ConfigurationPropertiesReportEndpoint.class)
					.configurationProperties();
				assertThat(JsonMapper.shared().writeValueAsString(response)).contains("eu-1")
					.doesNotContain("second-of-no-form");
				assertThat(env(context)).contains("shop.copy")
					.doesNotContain("second-of-no-form")
					.doesNotContain("third-of-no-form")
					.doesNotContain("provided-of-no-form");
			});
	}

	private static String env(ApplicationContext context) {
		return JsonMapper.shared().writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment(null));
	}

	@Configuration(proxyBeanMethods = false)
	static class AuditKey {

		@Qualifier("audit")
		@Bean(defaultCandidate = false)
		ApiKeyProvider auditKey() {
			return ApiKeyProvider.of(ApiKey.of("provided-of-no-form"));
		}

	}

}
