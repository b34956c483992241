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

package com.batchpipe.kafka.autoconfigure;

import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ContainerProperties;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesAutoConfiguration;
import com.batchpipe.kafka.BatchPipeRoute;
import com.batchpipe.kafka.BatchPipeRoutes;
import com.batchpipe.kafka.RecordConverter;

import static org.assertj.core.api.Assertions.assertThat;

class BatchPipeKafkaAutoConfigurationTests {

	private final ApplicationContextRunner runner = runner();

	/**
	 * Create a context with a route that is not started.
	 */
	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, HttpClientAutoConfiguration.class,
					ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
					BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
					BatchPipeWorkspacesAutoConfiguration.class, KafkaAutoConfiguration.class,
					BatchPipeKafkaAutoConfiguration.class))
			.withPropertyValues("batchpipe.base-url=http://localhost:1",
					"batchpipe.kafka.routes.orders.auto-startup=false",
					"batchpipe.kafka.routes.orders.topics=orders,returns",
					"batchpipe.kafka.routes.orders.pipe-id=01890a5d-ac96-774b-bcce-b302099a8057");
	}

	@Test
	void whenARouteIsConfiguredThenItIsThere() {
		this.runner.withPropertyValues("batchpipe.kafka.routes.orders.concurrency=3").run((context) -> {
			BatchPipeRoute route = context.getBean(BatchPipeRoutes.class).get("orders");
			assertThat(route).isNotNull();
			ContainerProperties properties = route.container().getContainerProperties();
			assertThat(properties.getTopics()).containsExactly("orders", "returns");
			assertThat(properties.getGroupId()).isEqualTo("batchpipe-orders");
			assertThat(route.container().getConcurrency()).isEqualTo(3);
			assertThat(route.isRunning()).isFalse();
		});
	}

	@Test
	void whenThereIsNoRouteThenNothingIsCreated() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(KafkaAutoConfiguration.class, BatchPipeKafkaAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeRoutes.class));
	}

	@Test
	void whenDisabledThenNothingIsCreated() {
		this.runner.withPropertyValues("batchpipe.kafka.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeRoutes.class));
	}

	@Test
	void whenSpringKafkaIsAbsentThenNothingIsCreated() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.kafka"))
			.run((context) -> assertThat(context).doesNotHaveBean("batchPipeRoutes"));
	}

	@Test
	void theProducerForDeadLettersIsNoCandidateForTheApplication() {
		this.runner.run((context) -> assertThat(context.getBeanProvider(ProducerFactory.class).getIfUnique())
			.isSameAs(context.getBean("kafkaProducerFactory")));
	}

	@Test
	void consumersHaveThePropertiesOfTheApplicationAndReadBytes() {
		this.runner
			.withPropertyValues("spring.kafka.consumer.max-poll-records=7",
					"spring.kafka.consumer.value-deserializer=org.apache.kafka.common.serialization.StringDeserializer")
			.run((context) -> {
				DefaultKafkaConsumerFactory<byte[], byte[]> factory = context.getBean(KafkaClients.class)
					.consumerFactory();
				assertThat(factory.getConfigurationProperties()).containsAllEntriesOf(Map.of(
						ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 7, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
						ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class));
				assertThat(factory.getConfigurationProperties()).doesNotContainKey(SslBundle.class.getName());
			});
	}

	@Test
	void whenRoutesAreDefinedByTheApplicationThenTheConfiguredOnesBackOff() {
		this.runner.withBean("own", BatchPipeRoutes.class, () -> new BatchPipeRoutes(java.util.List.of()))
			.run((context) -> assertThat(context.getBean(BatchPipeRoutes.class).all()).isEmpty());
	}

	@Test
	void whenOrderIsStrictAndThePublisherIsStrictThenTheRouteIsThere() {
		this.runner
			.withPropertyValues("batchpipe.kafka.routes.orders.ordering=strict", "batchpipe.publisher.ordering=strict")
			.run((context) -> assertThat(context).hasSingleBean(BatchPipeRoutes.class));
	}

	@Test
	void aRouteCanBelongToAWorkspace() {
		this.runner
			.withPropertyValues("batchpipe.workspaces.audit.api-key=bp_v1_audit",
					"batchpipe.workspaces.audit.publisher.ordering=strict",
					"batchpipe.kafka.routes.orders.workspace=audit", "batchpipe.kafka.routes.orders.ordering=strict")
			.run((context) -> assertThat(context).hasSingleBean(BatchPipeRoutes.class));
	}

	@Test
	void whenThereIsAConverterBeanThenTombstonesCanBeConverted() {
		this.runner.withUserConfiguration(ConverterConfiguration.class)
			.withPropertyValues("batchpipe.kafka.routes.orders.tombstones=convert")
			.run((context) -> assertThat(context).hasSingleBean(BatchPipeRoutes.class));
	}

	@ParameterizedTest
	@CsvSource({ "pipe-id, ''", "pipe-id, ..", "drain-timeout, -1s", "concurrency, 0", "max-in-flight-records, 0",
			"ordering, strict", "tombstones, convert", "workspace, none", "converter, none", "topic-pattern, o.*",
			"dead-letter-topic, returns" })
	void whenAPropertyCannotWorkThenTheFailureNamesIt(String property, String value) {
		this.runner.withPropertyValues("batchpipe.kafka.routes.orders." + property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.extracting("name")
				.asString()
				.startsWith("batchpipe.kafka.routes.orders.");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ConverterConfiguration {

		@Bean
		RecordConverter<byte[], byte[]> converter() {
			return (record) -> Map.of("offset", record.offset());
		}

	}

}
