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

package com.batchpipe.autoconfigure.observation;

import java.time.Duration;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeClientBuilderCustomizer;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeClientObservationContext;
import com.batchpipe.client.BatchPipeClientObservationConvention;
import com.batchpipe.client.DefaultBatchPipeClientObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeObservationAutoConfiguration}.
 */
class BatchPipeObservationAutoConfigurationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeObservationAutoConfiguration.class,
				BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withBean(WebClientCustomizer.class,
				() -> (builder) -> builder
					.exchangeFunction((request) -> Mono.just(ClientResponse.create(HttpStatus.OK).build())))
		.withPropertyValues("batchpipe.base-url=https://api.example.com");

	@Test
	void whenRegistryIsThereThenCallsAreObserved() {
		this.contextRunner.withBean(TestObservationRegistry.class, () -> this.registry).run((context) -> {
			context.getBean(BatchPipeClient.class).health().block(Duration.ofSeconds(5));
			TestObservationRegistryAssert.assertThat(this.registry)
				.hasObservationWithNameEqualTo("batchpipe.client.requests")
				.that()
				.hasLowCardinalityKeyValue("operation", "health")
				.hasLowCardinalityKeyValue("status", "200")
				.hasLowCardinalityKeyValue("outcome", "success")
				.hasBeenStopped();
		});
	}

	@Test
	void whenThereIsNoRegistryThenCallsAreNotObserved() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(BatchPipeObservationAutoConfiguration.class);
			assertThat(context.getBean(BatchPipeClient.class).health().block(Duration.ofSeconds(5))).isNotNull();
		});
	}

	@Test
	void whenUserDefinesConventionThenItReplacesTheDefault() {
		this.contextRunner.withBean(TestObservationRegistry.class, () -> this.registry)
			.withBean(BatchPipeClientObservationConvention.class, CustomConvention::new)
			.run((context) -> {
				context.getBean(BatchPipeClient.class).health().block(Duration.ofSeconds(5));
				TestObservationRegistryAssert.assertThat(this.registry)
					.hasObservationWithNameEqualTo("batchpipe.client.requests")
					.that()
					.hasLowCardinalityKeyValue("team", "data");
			});
	}

	@Test
	void whenUserDefinesCustomizerThenAutoConfigurationBacksOff() {
		this.contextRunner.withBean(TestObservationRegistry.class, () -> this.registry)
			.withBean("batchPipeObservationCustomizer", BatchPipeClientBuilderCustomizer.class, () -> (builder) -> {
			})
			.run((context) -> {
				context.getBean(BatchPipeClient.class).health().block(Duration.ofSeconds(5));
				TestObservationRegistryAssert.assertThat(this.registry)
					.doesNotHaveAnyRemainingCurrentObservation()
					.hasNumberOfObservationsWithNameEqualTo("batchpipe.client.requests", 0);
			});
	}

	static class CustomConvention extends DefaultBatchPipeClientObservationConvention {

		@Override
		public KeyValues getLowCardinalityKeyValues(BatchPipeClientObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("team", "data");
		}

	}

}
