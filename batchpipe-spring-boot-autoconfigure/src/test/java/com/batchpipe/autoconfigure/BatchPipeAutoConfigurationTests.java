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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesAutoConfiguration;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchPipeAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BatchPipeAutoConfigurationTests {

	private static final String BASE_URL = "batchpipe.base-url=https://api.example.com";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
				CodecsAutoConfiguration.class, JacksonAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void whenBaseUrlIsSetThenClientAndTemplateAreThere() {
		this.contextRunner.withPropertyValues(BASE_URL).run((context) -> {
			assertThat(context).hasSingleBean(BatchPipeClient.class);
			assertThat(context).hasSingleBean(BatchPipeTemplate.class);
			assertThat(context).getBean(BatchPipeConnectionDetails.class)
				.isInstanceOf(PropertiesBatchPipeConnectionDetails.class);
		});
	}

	@Test
	void whenNothingIsSetThenAutoConfigurationBacksOff() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(BatchPipeClient.class);
			assertThat(context).doesNotHaveBean(BatchPipeTemplate.class);
			assertThat(context).doesNotHaveBean(BatchPipeProperties.class);
		});
	}

	@Test
	void whenBaseUrlHasNoTextThenAutoConfigurationBacksOff() {
		this.contextRunner.withPropertyValues("batchpipe.base-url= ")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeClient.class));
	}

	@Test
	void whenEnabledIsFalseThenAutoConfigurationBacksOff() {
		this.contextRunner.withPropertyValues(BASE_URL, "batchpipe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeClient.class));
	}

	@Test
	void baseUrlBindsFromAnEnvironmentVariable() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("BATCHPIPE_BASEURL", "https://env.example.com"))))
			.run((context) -> assertThat(context.getBean(BatchPipeConnectionDetails.class).getBaseUrl())
				.isEqualTo("https://env.example.com"));
	}

	@Test
	void whenUserDefinesConnectionDetailsThenPropertiesAreNotUsed() {
		this.contextRunner.withUserConfiguration(ConnectionDetailsConfiguration.class)
			.withPropertyValues(BASE_URL, "batchpipe.api-key=bp_v1_property")
			.run((context) -> {
				assertThat(context).hasSingleBean(BatchPipeConnectionDetails.class);
				assertThat(context.getBean(BatchPipeClient.class)).hasToString("BatchPipeClient[http://127.0.0.1:1]");
				assertThat(authorizationOf(context)).isEqualTo("Bearer bp_v1_details");
			});
	}

	@Test
	void whenUserDefinesConnectionDetailsThenNoPropertyIsNeeded() {
		this.contextRunner.withUserConfiguration(ConnectionDetailsConfiguration.class)
			.run((context) -> assertThat(context).hasSingleBean(BatchPipeClient.class));
	}

	@Test
	void whenUserDefinesClientThenAutoConfigurationBacksOff() {
		BatchPipeClient client = mock(BatchPipeClient.class);
		this.contextRunner.withPropertyValues(BASE_URL)
			.withBean("userClient", BatchPipeClient.class, () -> client)
			.run((context) -> assertThat(context.getBean(BatchPipeClient.class)).isSameAs(client));
	}

	@Test
	void whenUserDefinesTemplateThenAutoConfigurationBacksOff() {
		this.contextRunner.withPropertyValues(BASE_URL)
			.withBean("userTemplate", BatchPipeTemplate.class, () -> new BatchPipeTemplate(mock(BatchPipeClient.class)))
			.run((context) -> assertThat(context.getBeanNamesForType(BatchPipeTemplate.class))
				.containsExactly("userTemplate"));
	}

	@Test
	void whenUserDefinesBuilderThenAutoConfigurationBacksOff() {
		this.contextRunner.withPropertyValues(BASE_URL)
			.withBean("userBuilder", BatchPipeClient.Builder.class,
					() -> BatchPipeClient.builder().baseUrl("https://mine.example.com"))
			.run((context) -> assertThat(context.getBean(BatchPipeClient.class))
				.hasToString("BatchPipeClient[https://mine.example.com]"));
	}

	@Test
	void eachInjectionOfTheBuilderIsAnother() {
		this.contextRunner.withPropertyValues(BASE_URL)
			.run((context) -> assertThat(context.getBean(BatchPipeClient.Builder.class))
				.isNotSameAs(context.getBean(BatchPipeClient.Builder.class)));
	}

	@Test
	void customizersApplyInOrderAndLast() {
		this.contextRunner.withPropertyValues(BASE_URL)
			.withUserConfiguration(CustomizersConfiguration.class)
			.run((context) -> {
				assertThat(context.getBean(CustomizersConfiguration.class).applied).containsExactly("first", "second");
				assertThat(context.getBean(BatchPipeClient.class))
					.hasToString("BatchPipeClient[https://customized.example.com]");
			});
	}

	@Test
	void keyIsReadAnewFromTheApiKeyProviderBean() {
		this.contextRunner.withPropertyValues(BASE_URL, "batchpipe.api-key=bp_v1_property")
			.withBean(ApiKeyProvider.class, () -> () -> Mono.just(ApiKey.of("bp_v1_provided")))
			.run((context) -> assertThat(authorizationOf(context)).isEqualTo("Bearer bp_v1_provided"));
	}

	@Test
	void whenContextIsClosedThenConnectionsAreClosed() throws InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.doOnConnection(
					(connection) -> connection.channel().closeFuture().addListener((future) -> closed.countDown()))
			.handle((request, response) -> response.status(204).send())
			.bindNow();
		try {
			this.contextRunner.withPropertyValues("batchpipe.base-url=http://127.0.0.1:" + server.port())
				.run((context) -> {
					context.getBean(BatchPipeClient.class).health().block(Duration.ofSeconds(5));
					assertThat(closed.getCount()).isOne();
				});
			assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			server.disposeNow();
		}
	}

	@Test
	void applicationsWebClientCustomizersApply() {
		this.contextRunner.withPropertyValues(BASE_URL)
			.withUserConfiguration(RecordingFilterConfiguration.class)
			.run((context) -> {
				context.getBean(BatchPipeClient.class).health().block(Duration.ofSeconds(5));
				assertThat(context.getBean(RecordingFilterConfiguration.class).requests).singleElement()
					.extracting(ClientRequest::url)
					.hasToString("https://api.example.com/v1/health");
			});
	}

	@Test
	void recordsFollowTheApplicationsJacksonSettings() {
		this.contextRunner.withPropertyValues(BASE_URL, "spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> assertThat(SentRequest
				.of(context.getBean(BatchPipeClient.Builder.class),
						(client) -> client.ingest("p", new Signup("Ada Lovelace")))
				.body()).isEqualTo("{\"full_name\":\"Ada Lovelace\"}"));
	}

	@Test
	void otherBodiesDoNotFollowTheApplicationsJacksonSettings() {
		this.contextRunner
			.withPropertyValues(BASE_URL, "batchpipe.api-key=bp_v1_key",
					"spring.jackson.property-naming-strategy=SNAKE_CASE",
					"spring.jackson.default-property-inclusion=non_null")
			.run((context) -> assertThat(SentRequest
				.of(context.getBean(BatchPipeClient.Builder.class),
						(client) -> client.updatePipe("p", Collections.singletonMap("pipeOwner", null)))
				.body()).isEqualTo("{\"pipeOwner\":null}"));
	}

	@Test
	void whenBaseUrlIsPlainHttpThenItWarnsOnce(CapturedOutput output) {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(BatchPipePublisherAutoConfiguration.class,
					BatchPipeWorkspacesAutoConfiguration.class))
			.withPropertyValues("batchpipe.base-url=http://batchpipe.example.com",
					"batchpipe.workspaces.audit.base-url=http://batchpipe.example.com/audit")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBeansOfType(BatchPipePublisher.class)).hasSize(2);
				assertThat(output.getOut().split("uses plain http", -1)).hasSize(2);
			});
	}

	@Test
	void whenBaseUrlIsLoopbackThenItDoesNotWarn(CapturedOutput output) {
		this.contextRunner.withPropertyValues("batchpipe.base-url=http://localhost:8080")
			.run((context) -> assertThat(output).doesNotContain("uses plain http"));
	}

	@Test
	void noThreadStartsBeforeTheFirstCall() {
		List<String> before = threadNames();
		this.contextRunner.withPropertyValues(BASE_URL)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> {
				assertThat(context).hasSingleBean(BatchPipeClient.class);
				assertThat(threadNames())
					.filteredOn((name) -> name.startsWith("reactor-") || name.startsWith("parallel-")
							|| name.startsWith("batchpipe"))
					.isSubsetOf(before);
			});
	}

	private static List<String> threadNames() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	private static String authorizationOf(AssertableApplicationContext context) {
		return SentRequest.of(context.getBean(BatchPipeClient.Builder.class), BatchPipeClient::listPipes)
			.authorization();
	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectionDetailsConfiguration {

		@Bean
		BatchPipeConnectionDetails connectionDetails() {
			return new BatchPipeConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return "http://127.0.0.1:1";
				}

				@Override
				public ApiKey getApiKey() {
					return ApiKey.of("bp_v1_details");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersConfiguration {

		private final List<String> applied = new ArrayList<>();

		@Bean
		@Order(2)
		BatchPipeClientBuilderCustomizer second() {
			return (builder) -> this.applied.add("second");
		}

		@Bean
		@Order(1)
		BatchPipeClientBuilderCustomizer first() {
			return (builder) -> {
				this.applied.add("first");
				builder.baseUrl("https://customized.example.com");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RecordingFilterConfiguration {

		private final List<ClientRequest> requests = new ArrayList<>();

		@Bean
		WebClientCustomizer recordingCustomizer() {
			return (builder) -> builder.filter((request, next) -> {
				this.requests.add(request);
				return Mono.just(ClientResponse.create(HttpStatus.OK).build());
			});
		}

	}

	record Signup(String fullName) {

	}

}
