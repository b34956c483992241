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

package com.batchpipe.autoconfigure.publisher;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.health.BatchPipePublisherHealthIndicator;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the auto-configurations of the publisher.
 */
class BatchPipePublisherAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class, BatchPipePublisherMetricsAutoConfiguration.class,
				BatchPipePublisherHealthContributorAutoConfiguration.class, BatchPipeEndpointAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=http://localhost:1", "batchpipe.publisher.pipe-id=a");

	@Test
	void whenThereIsABaseUrlThenThereIsAPublisher() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(BatchPipePublisher.class)
			.hasSingleBean(BatchPipePublisherHealthIndicator.class)
			.doesNotHaveBean(PublisherMeters.class)
			.doesNotHaveBean(BatchPipeEndpoint.class));
	}

	@Test
	void whenDisabledThenThereIsNone() {
		this.runner.withPropertyValues("batchpipe.publisher.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BatchPipePublisher.class));
	}

	@Test
	void whenUserDefinesPublisherThenAutoConfigurationBacksOff() {
		BatchPipePublisher mock = mock(BatchPipePublisher.class);
		this.runner.withBean(BatchPipePublisher.class, () -> mock)
			.run((context) -> assertThat(context.getBean(BatchPipePublisher.class)).isSameAs(mock));
	}

	@Test
	void whenThereIsNoActuatorThenTheApplicationStarts() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, BatchPipeAutoConfiguration.class,
					BatchPipePublisherAutoConfiguration.class, BatchPipePublisherMetricsAutoConfiguration.class))
			.withPropertyValues("batchpipe.base-url=http://localhost:1")
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(BatchPipePublisher.class));
	}

	@ParameterizedTest
	@CsvSource({ "linger, 5m", "request-timeout, 3m", "max-buffer-size, 1MB", "drain-timeout, 30s", "max-in-flight, 0",
			"max-record-size, 1MB", "max-backoff, 1ms", "min-backoff, 0s", "pipe-id, .." })
	void whenPropertiesDoNotFitThenThePropertyIsNamed(String property, String value) {
		this.runner.withPropertyValues("batchpipe.publisher." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("batchpipe.publisher." + property)));
	}

	@Test
	void whenUserDefinesClientThenThePublisherSendsWithItAndStopsWithTheContext() {
		BatchPipeClient client = acceptingClient();
		BatchPipePublisher[] publisher = new BatchPipePublisher[1];
		this.runner.withBean(BatchPipeClient.class, () -> client)
			.withPropertyValues("batchpipe.publisher.linger=1m")
			.run((context) -> {
				publisher[0] = context.getBean(BatchPipePublisher.class);
				publisher[0].publish(Map.of("n", 1));
			});
		assertThat(publisher[0].stats().pipes().get("a").delivered()).isOne();
	}

	@Test
	void whenThereAreMetricsThenTheyFollowTheCounts() {
		withMetrics().run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("batchpipe.publisher.buffer.limit.bytes").gauge().value())
				.isEqualTo(32 * 1024 * 1024);
			BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
			publisher.send(Map.of("n", 1)).join();
			assertThat(registry.get("batchpipe.publisher.records")
				.tags("pipe", "a", "state", "delivered")
				.functionCounter()
				.count()).isOne();
		});
	}

	@Test
	void whenThereAreMorePipesThanMetersThenTheOthersAreCountedTogether() {
		withMetrics().run((context) -> {
			BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
			CompletableFuture
				.allOf(IntStream.range(0, 130)
					.mapToObj((pipe) -> publisher.send("pipe-" + pipe, Map.of("n", 1)))
					.toArray(CompletableFuture[]::new))
				.join();
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("batchpipe.publisher.records")
				.tag("state", "delivered")
				.functionCounters()
				.stream()
				.mapToDouble(FunctionCounter::count)
				.sum()).isEqualTo(130);
			assertThat(registry.get("batchpipe.publisher.records")
				.tags("pipe", "others", "state", "delivered")
				.functionCounter()
				.count()).isEqualTo(130 - PublisherMeters.MAX_PIPES);
		});
	}

	@Test
	void whenUserPassesThePipeListenerToAnOwnPublisherThenItsPipesHaveMeters() {
		withMetrics().withUserConfiguration(OwnPublisher.class).run((context) -> {
			context.getBean(BatchPipePublisher.class).send("own", Map.of("n", 1)).join();
			assertThat(context.getBean(MeterRegistry.class)
				.get("batchpipe.publisher.records")
				.tags("pipe", "own", "state", "delivered")
				.functionCounter()
				.count()).isOne();
		});
	}

	@Test
	void whenEndpointIsExposedThenItShowsAndFlushes() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=batchpipe").run((context) -> {
			BatchPipeEndpoint endpoint = context.getBean(BatchPipeEndpoint.class);
			assertThat(endpoint.stats().pipes()).isEmpty();
			StepVerifier.create(endpoint.flush())
				.assertNext((result) -> assertThat(result.complete()).isTrue())
				.expectComplete()
				.verify(Duration.ofSeconds(10));
		});
	}

	private ApplicationContextRunner withMetrics() {
		BatchPipeClient client = acceptingClient();
		return this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
			.withBean(BatchPipeClient.class, () -> client);
	}

	private static BatchPipeClient acceptingClient() {
		BatchPipeClient client = mock(BatchPipeClient.class);
		given(client.withOptions(any())).willReturn(client);
		given(client.ingest(any(), any()))
			.willReturn(Mono.fromSupplier(() -> BatchPipeResponse.of(BatchPipeOperation.INGEST, 200, null)));
		return client;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnPublisher {

		@Bean
		BatchPipePublisher batchPipePublisher(BatchPipeClient client, ObjectProvider<PipeListener> pipeListener) {
			return BatchPipePublisher.builder(client).pipeListener(pipeListener.getIfUnique()).build();
		}

	}

}
