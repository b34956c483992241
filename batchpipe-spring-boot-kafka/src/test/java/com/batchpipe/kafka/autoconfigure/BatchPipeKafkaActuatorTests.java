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

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import com.batchpipe.kafka.BatchPipeRoutes;
import com.batchpipe.kafka.RouteTracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BatchPipeKafkaActuatorTests {

	private final ApplicationContextRunner runner = BatchPipeKafkaAutoConfigurationTests.runner()
		.withConfiguration(AutoConfigurations.of(BatchPipeKafkaMetricsAutoConfiguration.class,
				BatchPipeKafkaEndpointAutoConfiguration.class, BatchPipeKafkaHealthContributorAutoConfiguration.class,
				BatchPipeKafkaTracingAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	@Test
	void eachRouteHasMeters() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			SimpleMeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			context.getBean(RouteMeters.class).bindTo(registry);
			assertThat(registry.getMeters()).extracting((meter) -> meter.getId().getName())
				.contains("batchpipe.kafka.records", "batchpipe.kafka.retried", "batchpipe.kafka.in.progress",
						"batchpipe.kafka.lag", "batchpipe.kafka.partitions", "batchpipe.kafka.paused.partitions",
						"batchpipe.kafka.stopped.partitions");
			assertThat(registry.get("batchpipe.kafka.records").tag("route", "orders").tag("state", "set_aside").meter())
				.isNotNull();
		});
	}

	@Test
	void whenThereIsNoRegistryThenThereAreNoMeters() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RouteMeters.class));
	}

	@Test
	void healthIsUpAndTellsAboutEachRoute() {
		this.runner.run((context) -> {
			BatchPipeKafkaHealthIndicator indicator = context.getBean("batchpipeKafkaHealthContributor",
					BatchPipeKafkaHealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			assertThat(indicator.health().getDetails()).containsKey("orders");
		});
	}

	@Test
	void healthCanBeDisabled() {
		this.runner.withPropertyValues("management.health.batchpipe-kafka.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeKafkaHealthIndicator.class));
	}

	@Test
	void theEndpointShowsTheRoutes() {
		this.runner.run((context) -> {
			BatchPipeKafkaEndpoint endpoint = context.getBean(BatchPipeKafkaEndpoint.class);
			assertThat(endpoint.stats()).containsOnlyKeys("orders");
			assertThat(endpoint.routeStats("orders")).isNotNull();
			assertThat(endpoint.routeStats("none")).isNull();
			endpoint.retryStoppedPartitions("orders");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.retryStoppedPartitions("none"));
		});
	}

	@Test
	void shipmentsAreLinkedToTheTracesOfTheProducers() {
		SimpleTracer tracer = new SimpleTracer();
		this.runner.withBean(Tracer.class, () -> tracer).run((context) -> {
			ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 0, 0, null, null);
			record.headers()
				.add("traceparent",
						"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".getBytes(StandardCharsets.US_ASCII));
			ConsumerRecord<byte[], byte[]> other = new ConsumerRecord<>("orders", 0, 1, null, null);
			other.headers().add("traceparent", "nonsense".getBytes(StandardCharsets.US_ASCII));
			context.getBean(RouteTracing.class).shipped("orders", "pipe", List.of(record, other)).run();
			assertThat(context).hasSingleBean(BatchPipeRoutes.class);
			SimpleSpan span = tracer.onlySpan();
			assertThat(span.getLinks()).hasSize(1);
			assertThat(span.getLinks().get(0).getTraceContext().traceId())
				.isEqualTo("0af7651916cd43dd8448eb211c80319c");
			assertThat(span.getTags()).containsEntry("batchpipe.route", "orders");
		});
	}

}
