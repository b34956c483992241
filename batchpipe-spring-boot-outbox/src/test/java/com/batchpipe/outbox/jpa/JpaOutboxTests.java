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

package com.batchpipe.outbox.jpa;

import java.time.Duration;
import java.util.Map;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.PreUpdate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the outbox in JPA transactions with Hibernate.
 */
@SpringBootTest(properties = { "spring.datasource.url=jdbc:h2:mem:jpa", "spring.jpa.hibernate.ddl-auto=create-drop",
		"spring.jpa.open-in-view=false", "batchpipe.publisher.pipe-id=orders" })
@AutoConfigureBatchPipeServer(pipes = "orders")
@Timeout(120)
class JpaOutboxTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@Autowired
	private PlatformTransactionManager transactionManager;

	@Autowired
	private EntityManager entityManager;

	@Autowired
	private BatchPipeOutbox outbox;

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private ApplicationEventPublisher events;

	@Autowired
	private EventPublishing publishing;

	private TransactionTemplate transaction;

	@BeforeEach
	void createTransaction() {
		assertThat(this.transactionManager).isInstanceOf(JpaTransactionManager.class);
		this.transaction = new TransactionTemplate(this.transactionManager);
		this.transaction.executeWithoutResult(
				(status) -> this.entityManager.createQuery("delete from PlacedOrder").executeUpdate());
	}

	@Test
	void whenTheTransactionCommitsThenEntityAndRecordAreStored() {
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new PlacedOrder("first"));
			this.outbox.publish(Map.of("order", "first"));
		});
		assertThat(orders()).isOne();
		assertThat(this.server.awaitRecords("orders", 1, PATIENCE)).isTrue();
	}

	@Test
	void whenTheTransactionIsRolledBackThenNeitherIsStored() {
		long before = this.outbox.stats().published();
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new PlacedOrder("second"));
			this.outbox.publish(Map.of("order", "second"));
			status.setRollbackOnly();
		});
		assertThat(orders()).isZero();
		assertThat(this.outbox.stats().published()).isEqualTo(before);
	}

	@Test
	void whenHibernateFlushesInTheCommitThenRecordsOfEntityListenersAreStoredToo() {
		this.transaction.executeWithoutResult((status) -> this.entityManager.persist(new PlacedOrder("listened")));
		PlacedOrder order = this.transaction.execute((status) -> {
			PlacedOrder found = this.entityManager.createQuery("from PlacedOrder", PlacedOrder.class).getSingleResult();
			// Written when Hibernate flushes, which happens after everything that Spring
			// calls
			// before a commit.
			found.name = "changed";
			return found;
		});
		assertThat(order).isNotNull();
		assertThat(this.server.awaitRecords("orders", 1, PATIENCE)).isTrue();
		assertThat(this.server.records("orders")).anyMatch((record) -> record.has("updated"));
	}

	@Test
	void whenAnEventIsHandledBeforeTheCommitThenItsRecordIsStored() {
		this.transaction.executeWithoutResult((status) -> this.events.publishEvent(new BeforeCommitEvent("early")));
		assertThat(this.server.awaitRecords("orders", 1, PATIENCE)).isTrue();
	}

	@Test
	void whenAnEventIsHandledAfterTheCommitThenItsRecordIsRefused() {
		this.transaction.executeWithoutResult((status) -> this.events.publishEvent(new AfterCommitEvent("late")));
		assertThatExceptionOfType(com.batchpipe.outbox.NoOutboxTransactionException.class)
			.isThrownBy(() -> this.publishing.rethrow());
	}

	@Test
	void whenARetryIsRolledBackThenTheEntityIsNotStoredAndTheRecordIsStillSetAside() {
		setAsideOne();
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new PlacedOrder("retried"));
			this.entityManager.flush();
			assertThat(this.outbox.setAside().retryAll("orders")).isOne();
			status.setRollbackOnly();
		});
		assertThat(orders()).isZero();
		assertThat(this.outbox.setAside().count()).isOne();
		this.outbox.setAside().deleteAll("orders");
	}

	@Test
	void whenARetryIsCommittedThenTheEntityIsStoredAndTheRecordIsSent() {
		setAsideOne();
		this.transaction.executeWithoutResult((status) -> {
			this.entityManager.persist(new PlacedOrder("retried"));
			this.outbox.setAside().retryAll("orders");
		});
		assertThat(orders()).isOne();
		assertThat(this.server.awaitRecords("orders", 1, PATIENCE)).isTrue();
		assertThat(this.outbox.setAside().count()).isZero();
	}

	private void setAsideOne() {
		this.server.on(BatchPipeOperation.INGEST).respond(400);
		this.transaction.executeWithoutResult((status) -> this.outbox.publish(Map.of("order", "rejected")));
		Awaitility.await().atMost(PATIENCE).until(() -> this.outbox.setAside().count() == 1);
		this.server.removeFaults();
	}

	private long orders() {
		Long count = this.transaction
			.execute((status) -> this.entityManager.createQuery("select count(o) from PlacedOrder o", Long.class)
				.getSingleResult());
		return (count != null) ? count : -1;
	}

	record BeforeCommitEvent(String order) {

	}

	record AfterCommitEvent(String order) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		EventPublishing eventPublishing(BatchPipeOutbox outbox) {
			return new EventPublishing(outbox);
		}

		@Bean
		OrderListener orderListener(BatchPipeOutbox outbox) {
			return new OrderListener(outbox);
		}

	}

	static class EventPublishing {

		private final BatchPipeOutbox outbox;

		private RuntimeException failure;

		EventPublishing(BatchPipeOutbox outbox) {
			this.outbox = outbox;
		}

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void on(BeforeCommitEvent event) {
			this.outbox.publish(Map.of("order", event.order()));
		}

		@TransactionalEventListener
		void on(AfterCommitEvent event) {
			try {
				this.outbox.publish(Map.of("order", event.order()));
			}
			catch (RuntimeException ex) {
				this.failure = ex;
			}
		}

		void rethrow() {
			if (this.failure != null) {
				throw this.failure;
			}
		}

	}

	static class OrderListener {

		private final BatchPipeOutbox outbox;

		OrderListener(BatchPipeOutbox outbox) {
			this.outbox = outbox;
		}

		@PreUpdate
		void updated(PlacedOrder order) {
			this.outbox.publish(Map.of("updated", order.name));
		}

	}

	@Entity(name = "PlacedOrder")
	@EntityListeners(OrderListener.class)
	static class PlacedOrder {

		@Id
		@GeneratedValue
		private Long id;

		private String name;

		protected PlacedOrder() {
		}

		PlacedOrder(String name) {
			this.name = name;
		}

		Long getId() {
			return this.id;
		}

	}

}
