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

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.health.BatchPipeHealthContributorAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.health.BatchPipeHealthIndicator;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeWorkspacesHealthContributorAutoConfiguration}.
 */
class BatchPipeWorkspacesHealthContributorAutoConfigurationTests {

	private final WireMockServer first = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	private final WireMockServer audit = new WireMockServer(
			WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

	private ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class, BatchPipeHealthContributorAutoConfiguration.class,
				BatchPipeWorkspacesAutoConfiguration.class, BatchPipeWorkspacesHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, WebClientAutoConfiguration.class));

	@BeforeEach
	void start() {
		for (WireMockServer each : List.of(this.first, this.audit)) {
			each.start();
			each.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		}
		this.contextRunner = this.contextRunner.withPropertyValues("batchpipe.base-url=" + this.first.baseUrl());
	}

	@AfterEach
	void stop() {
		this.first.stop();
		this.audit.stop();
	}

	@Test
	void whenThereIsNoFurtherWorkspaceThenThereIsNoComponentForAny() {
		this.contextRunner.run((context) -> assertThat(context).hasBean("batchpipeHealthContributor")
			.doesNotHaveBean("batchpipeWorkspacesHealthContributor"));
	}

	@Test
	void whenAFurtherWorkspaceIsDownThenItsComponentIsAndThatOfTheFirstIsAsBefore() {
		this.audit.stubFor(any(anyUrl()).willReturn(status(503)));
		withAudit().run((context) -> {
			assertThat(context.getBean("batchpipeHealthContributor")).isInstanceOf(BatchPipeHealthIndicator.class);
			assertThat(health(context.getBean("batchpipeHealthContributor", ReactiveHealthIndicator.class)).getStatus())
				.isEqualTo(Status.UP);
			assertThat(health(component(context, "batchpipe")).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(component(context, "batchpipePublisher")).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void whenAWorkspaceHasNoPublisherThenItHasNoComponentForIt() {
		withAudit().withPropertyValues("batchpipe.workspaces.audit.publisher.enabled=false").run((context) -> {
			assertThat(component(context, "batchpipe")).isNotNull();
			assertThat(component(context, "batchpipePublisher")).isNull();
		});
	}

	@Test
	void whenHealthIsDisabledThenThereIsNoComponent() {
		withAudit().withPropertyValues("management.health.batchpipe-workspaces.enabled=false")
			.run((context) -> assertThat(context).hasBean("batchpipeHealthContributor")
				.doesNotHaveBean("batchpipeWorkspacesHealthContributor"));
	}

	private ApplicationContextRunner withAudit() {
		return this.contextRunner.withPropertyValues("batchpipe.workspaces.audit.base-url=" + this.audit.baseUrl());
	}

	private static ReactiveHealthIndicator component(AssertableApplicationContext context, String name) {
		CompositeReactiveHealthContributor workspaces = context.getBean("batchpipeWorkspacesHealthContributor",
				CompositeReactiveHealthContributor.class);
		CompositeReactiveHealthContributor workspace = (CompositeReactiveHealthContributor) workspaces
			.getContributor("audit");
		return (ReactiveHealthIndicator) workspace.getContributor(name);
	}

	private static Health health(ReactiveHealthIndicator indicator) {
		return indicator.health().block(Duration.ofSeconds(10));
	}

}
