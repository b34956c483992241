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

package com.batchpipe.autoconfigure.workspace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeClientBuilderCustomizer;
import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.autoconfigure.BatchPipeConnectors;
import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.client.RetryPolicy;
import com.batchpipe.publisher.BatchPipePublisher;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchPipeWorkspacesAutoConfiguration}.
 */
class BatchPipeWorkspacesAutoConfigurationTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private final WireMockServer server = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	private final WireMockServer other = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
					BatchPipeWorkspacesAutoConfiguration.class, WebClientAutoConfiguration.class));

	@BeforeEach
	void start() {
		for (WireMockServer each : List.of(this.server, this.other)) {
			each.start();
			each.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		}
		this.contextRunner = this.contextRunner.withPropertyValues("batchpipe.base-url=" + this.server.baseUrl(),
				"batchpipe.api-key=bp_v1_first");
	}

	@AfterEach
	void stop() {
		this.server.stop();
		this.other.stop();
	}

	@Test
	void whenThereIsNoFurtherWorkspaceThenThereIsNoBeanForAny() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeWorkspaces.class)
			.doesNotHaveBean(BatchPipeWorkspacesProperties.class)
			.doesNotHaveBean(WorkspaceBeans.class));
	}

	@Test
	void whenThereIsAFurtherWorkspaceThenItHasTheBeansOfTheFirst() {
		withAudit().withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			injected.template.health();
			injected.client.listPipes().block(Duration.ofSeconds(10));
			injected.publisher.publish(PIPE, Map.of("id", 1));
			assertThat(injected.publisher.flush(Duration.ofSeconds(10)).complete()).isTrue();
			this.other.verify(getRequestedFor(urlEqualTo("/v1/health")));
			this.other.verify(getRequestedFor(urlEqualTo("/v1/pipes")).withHeader("Authorization",
					equalTo("Bearer bp_v1_audit")));
			this.other.verify(postRequestedFor(urlEqualTo("/v1/ingest/" + PIPE)).withHeader("Authorization",
					equalTo("Bearer bp_v1_audit")));
			assertThat(this.server.getAllServeEvents()).isEmpty();
		});
	}

	@Test
	void whenThereIsAFurtherWorkspaceThenTheFirstIsWhatIsInjectedWithoutQualifier() {
		withAudit().withUserConfiguration(InjectedWithoutQualifier.class).run((context) -> {
			InjectedWithoutQualifier injected = context.getBean(InjectedWithoutQualifier.class);
			injected.template.listPipes();
			injected.publisher.publish(PIPE, Map.of("id", 1));
			assertThat(injected.publisher.flush(Duration.ofSeconds(10)).complete()).isTrue();
			assertThat(injected.client).isSameAs(context.getBean(BatchPipeClient.class))
				.isSameAs(context.getBean("batchPipeClient"));
			assertThat(injected.clients).containsExactly(injected.client);
			this.server.verify(2, anyRequest().withHeader("Authorization", equalTo("Bearer bp_v1_first")));
			assertThat(this.other.getAllServeEvents()).isEmpty();
		});
	}

	@Test
	void whenThereIsAFurtherWorkspaceThenNoBeanOfTheFirstIsMissing() {
		List<String> without = new ArrayList<>();
		this.contextRunner.run((context) -> without.addAll(List.of(context.getBeanDefinitionNames())));
		withAudit().run((context) -> assertThat(context.getBeanDefinitionNames()).containsAll(without));
	}

	@Test
	void whenOnlyTheKeyIsSetThenTheRestIsAsInTheFirst() {
		this.contextRunner
			.withPropertyValues("batchpipe.workspaces.audit.api-key=bp_v1_audit", "batchpipe.retry.max-retries=0",
					"batchpipe.publisher.max-buffer-size=64MB")
			.run((context) -> {
				audit(context, BatchPipeTemplate.class).listPipes();
				this.server.verify(1, anyRequest().withHeader("Authorization", equalTo("Bearer bp_v1_audit")));
				assertThat(audit(context, BatchPipePublisher.class).stats().maxBufferedBytes())
					.isEqualTo(64 * 1024 * 1024);
			});
	}

	@Test
	void whenASettingIsTheWorkspacesOwnThenTheFirstKeepsItsOwn() {
		withAudit()
			.withPropertyValues("batchpipe.publisher.max-buffer-size=64MB",
					"batchpipe.workspaces.audit.publisher.max-buffer-size=16MB")
			.run((context) -> {
				assertThat(audit(context, BatchPipePublisher.class).stats().maxBufferedBytes())
					.isEqualTo(16 * 1024 * 1024);
				assertThat(context.getBean(BatchPipePublisher.class).stats().maxBufferedBytes())
					.isEqualTo(64 * 1024 * 1024);
			});
	}

	@Test
	void whenOnlyTheBaseUrlIsSetThenTheKeyOfTheFirstIsNotSentThere() {
		this.contextRunner.withPropertyValues("batchpipe.workspaces.audit.base-url=" + this.other.baseUrl())
			.withBean(ApiKeyProvider.class, () -> ApiKeyProvider.of(ApiKey.of("bp_v1_provided")))
			.run((context) -> {
				audit(context, BatchPipeTemplate.class).ingest(PIPE, Map.of("id", 1));
				this.other.verify(1, anyRequest().withHeader("Authorization", absent()));
			});
	}

	@Test
	void pipeOfTheFirstIsNotThatOfTheWorkspace() {
		withAudit().withPropertyValues("batchpipe.publisher.pipe-id=" + PIPE)
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> audit(context, BatchPipePublisher.class).publish(Map.of("id", 1))));
	}

	@Test
	void customizersApplyToAllWorkspacesAndLeadNoneToAnother() {
		withAudit()
			.withBean("shared", BatchPipeClientBuilderCustomizer.class,
					() -> (builder) -> builder.baseUrl(this.server.baseUrl())
						.apiKey(ApiKey.of("bp_v1_customized"))
						.retryPolicy(RetryPolicy.none()))
			.run((context) -> {
				this.other.stubFor(any(anyUrl()).willReturn(status(503)));
				audit(context, BatchPipeClient.class).listPipes().block(Duration.ofSeconds(10));
				this.other.verify(1, anyRequest().withHeader("Authorization", equalTo("Bearer bp_v1_audit")));
				assertThat(this.server.getAllServeEvents()).isEmpty();
			});
	}

	@Test
	void beansWithTheQualifierAreForTheWorkspaceAlone() {
		withAudit().withUserConfiguration(Qualified.class).run((context) -> {
			context.getBean(BatchPipeTemplate.class).ingest(PIPE, Map.of("id", 1));
			audit(context, BatchPipeTemplate.class).ingest(PIPE, Map.of("id", 1));
			this.server.verify(1, anyRequest().withHeader("Authorization", equalTo("Bearer bp_v1_first")));
			this.other.verify(1, anyRequest().withHeader("Authorization", equalTo("Bearer bp_v1_rotated")));
			assertThat(context.getBean(Qualified.class).customized).as("client and publisher of the workspace")
				.isEqualTo(2);
		});
	}

	@Test
	void whenUserDefinesAClientWithTheQualifierThenItIsTheWorkspaces() {
		withAudit().withUserConfiguration(OwnClient.class)
			.run((context) -> assertThat(audit(context, BatchPipeClient.class))
				.isSameAs(context.getBean("mine", BatchPipeClient.class))
				.isNotSameAs(context.getBean(BatchPipeClient.class)));
	}

	@Test
	void whenThereIsNoFirstWorkspaceThenTheFurtherOnesAreThere() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class,
					BatchPipePublisherAutoConfiguration.class, BatchPipeWorkspacesAutoConfiguration.class))
			.withUserConfiguration(OwnConnectionDetails.class)
			.withPropertyValues("batchpipe.workspaces.audit.call-timeout=10s")
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean("batchPipeClient")
					.doesNotHaveBean("batchPipePublisher");
				assertThat(audit(context, BatchPipeClient.class)).hasToString("BatchPipeClient[http://127.0.0.1:1]");
			});
	}

	@Test
	void whenAWorkspaceIsDisabledThenItHasNoBeans() {
		withAudit().withPropertyValues("batchpipe.workspaces.audit.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("auditBatchPipeClient").hasBean("batchPipeClient"));
	}

	@Test
	void whenBatchPipeIsDisabledThenNoWorkspaceHasBeans() {
		withAudit().withPropertyValues("batchpipe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeClient.class));
	}

	@Test
	void whenThePublisherIsDisabledThenOnlyThatIsMissing() {
		withAudit().withPropertyValues("batchpipe.workspaces.audit.publisher.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("auditBatchPipePublisher")
				.hasBean("auditBatchPipeClient")
				.hasBean("batchPipePublisher"));
	}

	@Test
	void whenTheKeyComesFromAnEnvironmentVariableThenNoFurtherWorkspaceComesOfIt() {
		this.contextRunner.withPropertyValues("batchpipe.workspaces.eu-audit.base-url=" + this.other.baseUrl())
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("BATCHPIPE_WORKSPACES_EUAUDIT_APIKEY", "bp_v1_env"))))
			.run((context) -> {
				assertThat(context.getBean(BatchPipeWorkspaces.class).names()).containsExactly("eu-audit");
				assertThat(bean(context, BatchPipeConnectionDetails.class, "eu-audit").getApiKey())
					.isEqualTo(ApiKey.of("bp_v1_env"));
			});
	}

	@Test
	void workspacesDoNotShareConnections() {
		withAudit().run((context) -> assertThat(Arrays.stream(context.getBeanNamesForType(BatchPipeConnectors.class)))
			.hasSize(2));
	}

	private ApplicationContextRunner withAudit() {
		return this.contextRunner.withPropertyValues("batchpipe.workspaces.audit.base-url=" + this.other.baseUrl(),
				"batchpipe.workspaces.audit.api-key=bp_v1_audit");
	}

	private static RequestPatternBuilder anyRequest() {
		return anyRequestedFor(anyUrl());
	}

	private static <T> T audit(ApplicationContext context, Class<T> type) {
		return bean(context, type, "audit");
	}

	private static <T> T bean(ApplicationContext context, Class<T> type, String workspace) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(), type, workspace);
	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		private final BatchPipeClient client;

		private final BatchPipeTemplate template;

		private final BatchPipePublisher publisher;

		Injected(@Qualifier("audit") BatchPipeClient client, @Qualifier("audit") BatchPipeTemplate template,
				@Qualifier("audit") BatchPipePublisher publisher) {
			this.client = client;
			this.template = template;
			this.publisher = publisher;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InjectedWithoutQualifier {

		private final BatchPipeClient client;

		private final BatchPipeTemplate template;

		private final BatchPipePublisher publisher;

		private final List<BatchPipeClient> clients;

		InjectedWithoutQualifier(BatchPipeClient client, BatchPipeTemplate template, BatchPipePublisher publisher,
				List<BatchPipeClient> clients) {
			this.client = client;
			this.template = template;
			this.publisher = publisher;
			this.clients = clients;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		private int customized;

		@Qualifier("audit")
		@Bean(defaultCandidate = false)
		ApiKeyProvider auditKey() {
			return ApiKeyProvider.of(ApiKey.of("bp_v1_rotated"));
		}

		@Qualifier("audit")
		@Bean(defaultCandidate = false)
		BatchPipeClientBuilderCustomizer auditCustomizer() {
			return (builder) -> this.customized++;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClient {

		@Qualifier("audit")
		@Bean(defaultCandidate = false)
		BatchPipeClient mine() {
			return mock(BatchPipeClient.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnConnectionDetails {

		@Qualifier("audit")
		@Bean(defaultCandidate = false)
		BatchPipeConnectionDetails auditDetails() {
			return () -> "http://127.0.0.1:1";
		}

	}

}
