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
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.observation.BatchPipeObservationAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherMetricsAutoConfiguration;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeWorkspacesMetricsAutoConfiguration}.
 */
class BatchPipeWorkspacesMetricsAutoConfigurationTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private final WireMockServer server = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class,
				BatchPipeObservationAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
				BatchPipePublisherMetricsAutoConfiguration.class, BatchPipeWorkspacesAutoConfiguration.class,
				BatchPipeWorkspacesMetricsAutoConfiguration.class, WebClientAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));

	@BeforeEach
	void start() {
		this.server.start();
		this.server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		this.contextRunner = this.contextRunner.withPropertyValues("batchpipe.base-url=" + this.server.baseUrl(),
				"batchpipe.api-key=bp_v1_first");
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void whenThereIsNoFurtherWorkspaceThenMetersHaveNoSuchTag() {
		this.contextRunner.run((context) -> {
			publish(context.getBean(BatchPipePublisher.class));
			assertThat(ours(context.getBean(MeterRegistry.class))).isNotEmpty()
				.allSatisfy((id) -> assertThat(id.getTag("workspace")).isNull());
		});
	}

	@Test
	void whenThereIsAFurtherWorkspaceThenMetersOfOneNameHaveTheSameTags() {
		withAudit().run((context) -> {
			use(context.getBean(Both.class));
			List<Meter.Id> ours = ours(context.getBean(MeterRegistry.class));
			assertThat(ours).extracting((id) -> id.getTag("workspace")).containsOnly("default", "audit");
			assertThat(ours)
				.allSatisfy((id) -> assertThat(ours).filteredOn((other) -> other.getName().equals(id.getName()))
					.allSatisfy((other) -> assertThat(keys(other)).as(id.getName()).isEqualTo(keys(id))));
		});
	}

	@Test
	void whenThereIsAFurtherWorkspaceThenEachCountsItsOwn() {
		withAudit().run((context) -> {
			use(context.getBean(Both.class));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(delivered(registry, "default")).isEqualTo(1);
			assertThat(delivered(registry, "audit")).isEqualTo(2);
			assertThat(registry.get("batchpipe.client.requests")
				.tags("workspace", "audit", "operation", "health")
				.timer()
				.count()).isOne();
			assertThat(registry.find("batchpipe.client.requests")
				.tags("workspace", "default", "operation", "health")
				.timer()).isNull();
			assertThat(registry.get("batchpipe.publisher.buffer.limit.bytes").tag("workspace", "audit").gauge().value())
				.isEqualTo(32 * 1024 * 1024);
		});
	}

	@Test
	void whenAWorkspaceHasNoPublisherThenItHasNoMetersOfOne() {
		withAudit().withPropertyValues("batchpipe.workspaces.audit.publisher.enabled=false")
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.find("batchpipe.publisher.buffer.bytes")
				.tag("workspace", "audit")
				.gauge()).isNull());
	}

	private ApplicationContextRunner withAudit() {
		return this.contextRunner.withUserConfiguration(Both.class)
			.withPropertyValues("batchpipe.workspaces.audit.api-key=bp_v1_audit");
	}

	private static void use(Both both) {
		publish(both.first);
		publish(both.audit);
		publish(both.audit);
		both.template.health();
	}

	private static void publish(BatchPipePublisher publisher) {
		publisher.publish(PIPE, Map.of("id", 1));
		assertThat(publisher.flush(Duration.ofSeconds(10)).complete()).isTrue();
	}

	private static List<Meter.Id> ours(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((id) -> id.getName().startsWith("batchpipe."))
			.toList();
	}

	private static List<String> keys(Meter.Id id) {
		return id.getTags().stream().map(Tag::getKey).toList();
	}

	private static double delivered(MeterRegistry registry, String workspace) {
		return registry.get("batchpipe.publisher.records")
			.tags("workspace", workspace, "pipe", PIPE, "state", "delivered")
			.functionCounter()
			.count();
	}

	@Configuration(proxyBeanMethods = false)
	static class Both {

		private final BatchPipePublisher first;

		private final BatchPipePublisher audit;

		private final BatchPipeTemplate template;

		Both(BatchPipePublisher first, @Qualifier("audit") ObjectProvider<BatchPipePublisher> audit,
				@Qualifier("audit") BatchPipeTemplate template) {
			this.first = first;
			this.audit = audit.getIfAvailable();
			this.template = template;
		}

	}

}
