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

package com.batchpipe.autoconfigure;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesAutoConfiguration;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the failure analyzers, based on the reports that a user sees.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzersTests {

	private static final String SECRET = "bp_v1_5ecret";

	@Test
	void whenBaseUrlIsMissingThenReportNamesProperty(CapturedOutput output) {
		startAndFail(NeedsClient.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Parameter 0 of constructor in " + NeedsClient.class.getName()
					+ " needs a bean of type BatchPipeClient, but BatchPipe is not auto-configured because 'batchpipe.base-url' is not set.")
			.contains("Set 'batchpipe.base-url' to the URL of your BatchPipe deployment");
	}

	@Test
	void whenBaseUrlIsMissingThenReportNamesPropertyForTemplateToo(CapturedOutput output) {
		startAndFail(NeedsTemplate.class);
		assertThat(output).contains("needs a bean of type BatchPipeTemplate")
			.contains("'batchpipe.base-url' is not set");
	}

	@Test
	void whenBuilderIsMissingThenReportNamesItsInterfaceToo(CapturedOutput output) {
		startAndFail(NeedsBuilder.class);
		assertThat(output).contains("needs a bean of type BatchPipeClient.Builder, but");
	}

	@Test
	void whenConnectionDetailsExistThenReportDoesNotBlameTheProperty(CapturedOutput output) {
		startAndFail(NeedsPublisher.class, "batchpipe.publisher.enabled=false");
		assertThat(output).contains("required a bean of type '" + BatchPipePublisher.class.getName() + "'")
			.doesNotContain("'batchpipe.base-url' is not set");
	}

	@Test
	void whenDisabledThenReportSaysSo(CapturedOutput output) {
		startAndFail(NeedsClient.class, "batchpipe.enabled=false", "batchpipe.base-url=https://api.example.com");
		assertThat(output).contains("because 'batchpipe.enabled' is false.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.example.com", "ftp://api.example.com", "https://user:pa55@api.example.com",
			"https://api.example.com?key=pa55", "https://api.example.com#pa55", "https://",
			"https://pa55{x}.example.com", "https://pa 55.example.com", "https:///pa55",
			"https://api.example.com/pa55/..", "https://api.example.com/pa55/%2e%2E/v1",
			"https://api.example.com/pa55%0d%0aX-Evil:1" })
	void whenBaseUrlIsWrongThenReportNamesPropertyAndNotTheValue(String baseUrl, CapturedOutput output) {
		startAndFail(NeedsClient.class, "batchpipe.base-url=" + baseUrl);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'batchpipe.base-url' (origin: ")
			.contains("for example https://api.example.com")
			.doesNotContain("pa55");
	}

	@ParameterizedTest
	@ValueSource(strings = { SECRET + " x", SECRET + "\u00e9" })
	void whenApiKeyIsWrongThenReportDoesNotTellIt(String apiKey, CapturedOutput output) {
		startAndFail(NeedsClient.class, "batchpipe.base-url=https://api.example.com", "batchpipe.api-key=" + apiKey);
		assertThat(output).contains("The property 'batchpipe.api-key'")
			.contains("must contain only visible ASCII characters")
			.doesNotContain(SECRET);
	}

	@Test
	void whenSslBundleIsUnknownThenReportNamesPropertyAndBundle(CapturedOutput output) {
		startAndFail(NeedsClient.class, "batchpipe.base-url=https://api.example.com", "batchpipe.ssl.bundle=partner");
		assertThat(output).contains("The property 'batchpipe.ssl.bundle'")
			.contains("names the SSL bundle 'partner'")
			.contains("Define the bundle under 'spring.ssl.bundle'");
	}

	@Test
	void whenSslAutoConfigurationIsExcludedThenReportDoesNotAskForABundle(CapturedOutput output) {
		startAndFail(NeedsClient.class, "batchpipe.base-url=https://api.example.com", "batchpipe.ssl.bundle=partner",
				"spring.autoconfigure.exclude=" + SslAutoConfiguration.class.getName());
		assertThat(output).contains("The property 'batchpipe.ssl.bundle'")
			.contains("there is no SslBundles bean")
			.contains("Stop excluding SslAutoConfiguration")
			.doesNotContain("Define the bundle");
	}

	@ParameterizedTest
	@CsvSource({ "batchpipe.connect-timeout,0s", "batchpipe.response-timeout,-1s", "batchpipe.call-timeout,0s",
			"batchpipe.max-response-size,0B", "batchpipe.max-response-size,-5GB", "batchpipe.retry.max-retries,-1",
			"batchpipe.retry.min-backoff,0s", "batchpipe.retry.max-backoff,1ms", "batchpipe.retry.max-retry-after,-1s",
			"batchpipe.health.timeout,0s" })
	void whenLimitIsWrongThenReportNamesProperty(String property, String value, CapturedOutput output) {
		startAndFail(NeedsClient.class, "batchpipe.base-url=https://api.example.com", property + "=" + value);
		assertThat(output).contains("The property '" + property + "'");
	}

	@Test
	void whenDisabledThenReportSaysSoForAWorkspaceToo(CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.enabled=false", "batchpipe.workspaces.audit.api-key=x");
		assertThat(output).contains("because 'batchpipe.enabled' is false.");
	}

	@Test
	void whenQualifierIsNoWorkspaceThenReportNamesThePropertiesOfTheWorkspace(CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.base-url=https://api.example.com");
		assertThat(output).contains("Parameter 0 of constructor in " + NeedsAuditClient.class.getName()
				+ " needs a bean of type BatchPipeClient with the qualifier 'audit', but there is no workspace with this "
				+ "name under 'batchpipe.workspaces'.")
			.contains(
					"Set 'batchpipe.workspaces.audit.api-key' to the API key of the workspace. If the workspace is on another "
							+ "deployment, also set 'batchpipe.workspaces.audit.base-url' to the URL of that deployment.");
	}

	@Test
	void whenQualifierCannotBeAWorkspaceThenReportNamesTheProperties(CapturedOutput output) {
		startAndFail(NeedsNamedClient.class);
		assertThat(output).contains("because 'batchpipe.base-url' is not set.").doesNotContain("batchpipe.workspaces");
	}

	@ParameterizedTest
	@CsvSource({ "base-url,ftp://pa55", "api-key,bp_v1_pa55 x", "response-timeout,-1s", "ssl.bundle,partner",
			"retry.max-retries,-1" })
	void whenPropertyOfAWorkspaceIsWrongThenReportNamesItAndWhereItIsSet(String property, String value,
			CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.base-url=https://api.example.com",
				"batchpipe.workspaces.audit." + property + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'batchpipe.workspaces.audit." + property + "' (origin: ")
			.contains("'batchpipe.workspaces.audit." + property + "'")
			.doesNotContain("pa55");
	}

	@Test
	void whenTwoPropertiesContradictEachOtherThenReportNamesBoth(CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.base-url=https://api.example.com",
				"batchpipe.workspaces.audit.retry.max-backoff=1ms");
		assertThat(output).contains("The property 'batchpipe.workspaces.audit.retry.max-backoff' (origin: ")
			.contains("must not be less than 'batchpipe.workspaces.audit.retry.min-backoff'.");
	}

	@Test
	void whenPublisherPropertyOfAWorkspaceIsWrongThenReportNamesIt(CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.base-url=https://api.example.com",
				"batchpipe.workspaces.audit.publisher.linger=3m");
		assertThat(output).contains("for configuration property 'batchpipe.workspaces.audit.publisher.linger'")
			.contains("It must be less than 'batchpipe.workspaces.audit.publisher.delivery-timeout'.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "Audit", "audit_log", "audit.log" })
	void whenNameOfAWorkspaceIsWrongThenReportSaysHowToNameIt(String name, CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.workspaces[" + name + "].api-key=x");
		assertThat(output).contains("'batchpipe.workspaces." + name + "'")
			.contains(
					"must end with a workspace name that consists of lowercase letters, digits and hyphens, starts with "
							+ "a letter and is not 'default'")
			.contains("Rename the workspace.");
	}

	@Test
	void whenNoBaseUrlIsKnownThenReportNamesThatOfTheWorkspace(CapturedOutput output) {
		startAndFail(NeedsAuditClient.class, "batchpipe.workspaces.audit.api-key=x");
		assertThat(output).contains("The property 'batchpipe.workspaces.audit.base-url' is not valid")
			.contains("Set 'batchpipe.workspaces.audit.base-url' to the URL of your BatchPipe deployment");
	}

	private static void startAndFail(Class<?> application, String... properties) {
		String[] arguments = Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new);
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class NeedsClient {

		NeedsClient(BatchPipeClient client) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, BatchPipeWorkspacesAutoConfiguration.class,
			WebClientAutoConfiguration.class, SslAutoConfiguration.class })
	static class NeedsAuditClient {

		NeedsAuditClient(@Qualifier("audit") BatchPipeClient client) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class NeedsNamedClient {

		NeedsNamedClient(@Qualifier("batchPipeClient") BatchPipeClient client) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class NeedsTemplate {

		NeedsTemplate(BatchPipeTemplate template) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class NeedsBuilder {

		NeedsBuilder(BatchPipeClient.Builder builder) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
			WebClientAutoConfiguration.class, SslAutoConfiguration.class })
	static class NeedsPublisher {

		@Bean
		static BatchPipeConnectionDetails connectionDetails() {
			return () -> "https://api.example.com";
		}

		@Bean
		static String needsPublisher(BatchPipePublisher publisher) {
			return publisher.toString();
		}

	}

}
