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

package com.batchpipe.outbox.modulith;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.modulith.events.Externalized;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events that are externalized with Spring Modulith, in addition to its own
 * registry.
 */
@SpringBootTest(properties = { "spring.datasource.url=jdbc:h2:mem:modulith",
		"spring.modulith.events.jdbc.schema-initialization.enabled=true" })
@AutoConfigureBatchPipeServer(pipes = "orders")
@Timeout(120)
class ModulithOutboxTests {

	@Autowired
	private PlatformTransactionManager transactionManager;

	@Autowired
	private ApplicationEventPublisher events;

	@Autowired
	private BatchPipeOutbox outbox;

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void whenAnEventIsExternalizedThenItGoesThroughTheOutboxAndNotThroughTheRegistry() {
		new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> {
			this.events.publishEvent(new OrderPlaced("first"));
			this.events.publishEvent(new OrderLooked("first"));
		});
		assertThat(this.server.awaitRecords("orders", 1, Duration.ofSeconds(60))).isTrue();
		assertThat(this.server.records("orders").get(0).get("order").asString()).isEqualTo("first");
		assertThat(this.outbox.stats().published()).isOne();
		assertThat(this.jdbc.queryForObject("select count(*) from EVENT_PUBLICATION", Long.class)).isZero();
	}

	@Test
	void whenTheTransactionIsRolledBackThenTheEventIsNotExternalized() {
		long before = this.outbox.stats().published();
		new TransactionTemplate(this.transactionManager).executeWithoutResult((status) -> {
			this.events.publishEvent(new OrderPlaced("second"));
			status.setRollbackOnly();
		});
		assertThat(this.outbox.stats().published()).isEqualTo(before);
		assertThat(this.jdbc.queryForObject("select count(*) from BATCHPIPE_OUTBOX", Long.class)).isZero();
	}

	@Externalized("orders")
	record OrderPlaced(String order) {

	}

	record OrderLooked(String order) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@AutoConfigurationPackage
	static class Application {

	}

}
