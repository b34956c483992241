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

package com.batchpipe.autoconfigure.modulith;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.EventExternalizationConfiguration;
import org.springframework.modulith.events.Externalized;
import org.springframework.modulith.events.RoutingTarget;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.modulith.EventExternalizer;
import com.batchpipe.modulith.ExternalizedRecords;
import com.batchpipe.modulith.PublisherExternalizedRecords;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link BatchPipeModulithAutoConfiguration}.
 */
class BatchPipeModulithAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class, BatchPipeModulithAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=http://localhost:1");

	private final ApplicationContextRunner withEvents = this.runner.withUserConfiguration(Events.class);

	@Test
	void whenSpringModulithIsAbsentThenNothingIsExternalized() {
		this.runner.withClassLoader(new FilteredClassLoader(EventExternalizationConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventExternalizer.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "batchpipe.modulith.enabled", "spring.modulith.events.externalization.enabled" })
	void whenItIsDisabledThenThereIsNoExternalizer(String property) {
		this.withEvents.withPropertyValues(property + "=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EventExternalizer.class));
	}

	@Test
	void whenThereIsNoConfigurationThenAnnotatedEventsOfTheApplicationAreExternalized() {
		Records records = new Records();
		this.runner.withUserConfiguration(Packages.class)
			.withBean(ExternalizedRecords.class, () -> records)
			.run((context) -> {
				context.publishEvent(new OrderPlaced("first"));
				context.publishEvent(new Internal("second"));
				assertThat(records.published).containsExactly("orders: OrderPlaced[order=first]");
			});
	}

	@Test
	void whenThereAreNoPackagesThenNothingIsExternalized() {
		Records records = new Records();
		this.runner.withBean(ExternalizedRecords.class, () -> records).run((context) -> {
			context.publishEvent(new OrderPlaced("first"));
			assertThat(records.published).isEmpty();
		});
	}

	@Test
	void whenThereIsNoOutboxThenRecordsGoToThePublisher() {
		this.withEvents.run((context) -> assertThat(context.getBean(ExternalizedRecords.class))
			.isInstanceOf(PublisherExternalizedRecords.class));
	}

	@Test
	void whenAnEventIsExternalizedThenItsTargetIsThePipe() {
		Records records = new Records();
		this.withEvents.withBean(ExternalizedRecords.class, () -> records).run((context) -> {
			context.publishEvent(new OrderPlaced("first"));
			context.publishEvent(new Internal("second"));
			assertThat(records.published).containsExactly("orders: {order=first}");
		});
	}

	@Test
	void whenPipesAreMappedThenTheTargetNamesOneAndOthersAreLeft() {
		Records records = new Records();
		this.withEvents.withBean(ExternalizedRecords.class, () -> records)
			.withPropertyValues("batchpipe.modulith.pipes.orders=34a5a70b-32e1-457b-87a1-838801ed6377")
			.run((context) -> {
				context.publishEvent(new OrderPlaced("first"));
				context.publishEvent(new OrderShipped("second"));
				assertThat(records.published).containsExactly("34a5a70b-32e1-457b-87a1-838801ed6377: {order=first}");
			});
	}

	@Test
	void whenThereIsNoTransactionThenThePublisherGetsTheRecordAtOnce() {
		BatchPipePublisher publisher = mock();
		new PublisherExternalizedRecords(publisher).publish("orders", "record");
		then(publisher).should().publish("orders", "record");
	}

	@Test
	void whenThereIsATransactionThenThePublisherGetsTheRecordAfterTheCommit() {
		BatchPipePublisher publisher = mock();
		TransactionSynchronizationManager.initSynchronization();
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try {
			new PublisherExternalizedRecords(publisher).publish("orders", "record");
			verifyNoInteractions(publisher);
			TransactionSynchronizationUtils.triggerAfterCommit();
		}
		finally {
			TransactionSynchronizationManager.clear();
		}
		then(publisher).should().publish("orders", "record");
	}

	static final class Records implements ExternalizedRecords {

		private final List<String> published = new ArrayList<>();

		@Override
		public void publish(String pipeId, Object record) {
			this.published.add(pipeId + ": " + record);
		}

	}

	@Externalized("orders")
	record OrderPlaced(String order) {

	}

	@Externalized("shipments")
	record OrderShipped(String order) {

	}

	record Internal(String order) {

	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Packages {

	}

	@Configuration(proxyBeanMethods = false)
	static class Events {

		@Bean
		EventExternalizationConfiguration eventExternalizationConfiguration() {
			return EventExternalizationConfiguration.externalizing()
				.select(EventExternalizationConfiguration.annotatedAsExternalized())
				.mapping(OrderPlaced.class, (event) -> Map.of("order", event.order()))
				.routeAll((event) -> RoutingTarget.forTarget(event.getClass().getAnnotation(Externalized.class).value())
					.withoutKey())
				.build();
		}

	}

}
