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

package com.batchpipe.autoconfigure.health;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.health.BatchPipeHealthIndicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchPipeHealthContributorAutoConfiguration}.
 */
class BatchPipeHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeHealthContributorAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, BatchPipeAutoConfiguration.class,
				WebClientAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=https://api.example.com");

	@Test
	void whenClientIsThereThenIndicatorIsThere() {
		this.contextRunner.run((context) -> assertThat(context).hasBean("batchpipeHealthContributor")
			.getBean("batchpipeHealthContributor")
			.isInstanceOf(BatchPipeHealthIndicator.class));
	}

	@Test
	void whenHealthIsDisabledThenIndicatorIsNotThere() {
		this.contextRunner.withPropertyValues("management.health.batchpipe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeHealthIndicator.class));
	}

	@Test
	void whenClientIsNotThereThenIndicatorIsNotThere() {
		this.contextRunner.withPropertyValues("batchpipe.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeHealthIndicator.class));
	}

	@Test
	void whenUserDefinesContributorThenAutoConfigurationBacksOff() {
		ReactiveHealthContributor contributor = mock(BatchPipeHealthIndicator.class);
		this.contextRunner
			.withBean("batchpipeHealthIndicator", BatchPipeHealthIndicator.class,
					() -> (BatchPipeHealthIndicator) contributor)
			.run((context) -> assertThat(context).doesNotHaveBean("batchpipeHealthContributor"));
	}

	@Test
	void whenThereAreTwoClientsThenContributorIsComposite() {
		this.contextRunner.withBean("first", BatchPipeClient.class, () -> mock(BatchPipeClient.class))
			.withBean("second", BatchPipeClient.class, () -> mock(BatchPipeClient.class))
			.withPropertyValues("batchpipe.enabled=false")
			.run((context) -> assertThat(context).getBean("batchpipeHealthContributor")
				.isInstanceOf(CompositeReactiveHealthContributor.class));
	}

}
