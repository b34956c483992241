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

package com.batchpipe.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.RecordTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests that records share the outcome of the transaction in which they are published.
 */
@Timeout(60)
class OutboxTransactionTests {

	private final OutboxFixture fixture = new OutboxFixture(TestDatabase.H2);

	private final DefaultBatchPipeOutbox outbox = this.fixture.outbox();

	private final TransactionTemplate transaction = this.fixture.transaction;

	@AfterEach
	void close() {
		this.fixture.close();
	}

	@Test
	void whenTheTransactionCommitsThenItsRecordsAreInTheTable() {
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.publish(Map.of("n", 1));
			this.outbox.publish("another", RawJson.of(" {\"n\":2} "));
			this.outbox.publishAll(this.fixture.pipe, List.of(Map.of("n", 3), Map.of("n", 4)));
		});
		assertThat(rows()).containsExactlyInAnyOrder("{\"n\":1}", " {\"n\":2} ", "{\"n\":3}", "{\"n\":4}");
		assertThat(this.outbox.stats().published()).isEqualTo(4);
	}

	@Test
	void whenTheTransactionIsRolledBackThenNothingIsInTheTable() {
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.publish(Map.of("n", 1));
			status.setRollbackOnly();
		});
		assertThat(rows()).isEmpty();
		assertThat(this.outbox.stats().published()).isZero();
	}

	@Test
	void whenRecordsAreManyThenTheyAreWrittenEarlierAndRolledBackAllTheSame() {
		byte[] large = ("{\"text\":\"" + "x".repeat(200_000) + "\"}").getBytes();
		this.transaction.executeWithoutResult((status) -> {
			for (int i = 0; i < 20; i++) {
				this.outbox.publish(RawJson.of(large));
			}
			assertThat(this.fixture.rows()).isPositive().isLessThan(20);
			status.setRollbackOnly();
		});
		assertThat(this.fixture.rows()).isZero();
	}

	@Test
	void whenASavepointIsRolledBackThenTheRecordsAfterItAreDiscarded() {
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.publish(Map.of("n", 1));
			Object savepoint = status.createSavepoint();
			this.outbox.publish(Map.of("n", 2));
			status.rollbackToSavepoint(savepoint);
			this.outbox.publish(Map.of("n", 3));
		});
		assertThat(rows()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":3}");
		assertThat(this.outbox.stats().published()).isEqualTo(2);
	}

	@Test
	void whenASavepointFromBeforeTheFirstRecordIsRolledBackThenNothingIsLeft() {
		this.transaction.executeWithoutResult((status) -> {
			Object savepoint = status.createSavepoint();
			this.outbox.publish(Map.of("n", 1));
			status.rollbackToSavepoint(savepoint);
		});
		assertThat(rows()).isEmpty();
		assertThat(this.outbox.stats().published()).isZero();
	}

	@Test
	void whenThereAreManyRecordsAfterASavepointThenItDiscardsTheRightOnes() {
		byte[] large = ("{\"text\":\"" + "x".repeat(250_000) + "\"}").getBytes();
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.publish(Map.of("n", 1));
			Object savepoint = status.createSavepoint();
			for (int i = 0; i < 9; i++) {
				this.outbox.publish(RawJson.of(large));
			}
			status.rollbackToSavepoint(savepoint);
			this.outbox.publish(Map.of("n", 2));
		});
		assertThat(rows()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
		assertThat(this.outbox.stats().published()).isEqualTo(2);
	}

	@Test
	void whenANestedTransactionFailsThenOnlyItsRecordsAreDiscarded() {
		TransactionTemplate nested = template(TransactionDefinition.PROPAGATION_NESTED);
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.publish(Map.of("n", 1));
			nested.executeWithoutResult((inner) -> {
				this.outbox.publish(Map.of("n", 2));
				inner.setRollbackOnly();
			});
			nested.executeWithoutResult((inner) -> this.outbox.publish(Map.of("n", 3)));
		});
		assertThat(rows()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":3}");
	}

	@Test
	void whenTheTransactionIsSuspendedThenEachHasItsOwnRecords() {
		TransactionTemplate independent = template(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.transaction.executeWithoutResult((status) -> {
			this.outbox.publish(Map.of("n", 1));
			independent.executeWithoutResult((inner) -> this.outbox.publish(Map.of("n", 2)));
			assertThat(rows()).containsExactly("{\"n\":2}");
			this.outbox.publish(Map.of("n", 3));
			status.setRollbackOnly();
		});
		assertThat(rows()).containsExactly("{\"n\":2}");
		assertThat(this.outbox.stats().published()).isOne();
	}

	@Test
	void whenThereIsNoTransactionThenTheExceptionSaysWhatToDo() {
		assertThatExceptionOfType(NoOutboxTransactionException.class)
			.isThrownBy(() -> this.outbox.publish(Map.of("n", 1)))
			.withMessageContaining("@Transactional");
		template(TransactionDefinition.PROPAGATION_SUPPORTS)
			.executeWithoutResult((status) -> assertThatExceptionOfType(NoOutboxTransactionException.class)
				.isThrownBy(() -> this.outbox.publish(Map.of("n", 1))));
	}

	@Test
	void whenTheTransactionIsReadOnlyThenTheExceptionSaysSo() {
		TransactionTemplate readOnly = template(TransactionDefinition.PROPAGATION_REQUIRED);
		readOnly.setReadOnly(true);
		readOnly.executeWithoutResult((status) -> assertThatExceptionOfType(NoOutboxTransactionException.class)
			.isThrownBy(() -> this.outbox.publish(Map.of("n", 1)))
			.withMessageContaining("read-only"));
	}

	@Test
	void whenTheTransactionIsOneOfAnotherDatabaseThenTheRecordIsRefused() {
		try (HikariDataSource other = new HikariDataSource()) {
			other.setJdbcUrl("jdbc:h2:mem:other");
			new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult((status) -> {
				assertRefused();
				// Binds a connection that commits each statement immediately.
				this.fixture.jdbc.queryForObject("select 1", Integer.class);
				assertRefused();
			});
		}
		assertThat(rows()).isEmpty();
	}

	private void assertRefused() {
		assertThatExceptionOfType(NoOutboxTransactionException.class)
			.isThrownBy(() -> this.outbox.publish(Map.of("n", 1)))
			.withMessageContaining("DataSource");
	}

	@Test
	void whenTheFirstRecordComesRightBeforeTheCommitThenItIsPartOfIt() {
		this.transaction.executeWithoutResult((status) -> register(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				OutboxTransactionTests.this.outbox.publish(Map.of("n", 1));
			}

		}));
		this.transaction.executeWithoutResult((status) -> register(new TransactionSynchronization() {

			@Override
			public void beforeCompletion() {
				OutboxTransactionTests.this.outbox.publish(Map.of("n", 2));
			}

		}));
		assertThat(rows()).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}");
		assertThat(this.outbox.stats().published()).isEqualTo(2);
	}

	@Test
	void whenTheCommitIsOverThenARecordIsRefused() {
		assertRefusedAfterCommit((status) -> {
		});
		assertRefusedAfterCommit((status) -> this.outbox.publish(Map.of("n", 1)));
		assertThat(rows()).containsExactly("{\"n\":1}");
	}

	private void assertRefusedAfterCommit(Consumer<Object> before) {
		this.transaction.executeWithoutResult((status) -> {
			register(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					assertThatExceptionOfType(NoOutboxTransactionException.class)
						.isThrownBy(() -> OutboxTransactionTests.this.outbox.publish(Map.of("n", 2)))
						.withMessageContaining("has committed");
				}

			});
			before.accept(status);
		});
	}

	@Test
	void whenTheInsertFailsThenTheTransactionFails() {
		new JdbcTemplate(this.fixture.dataSource).execute("alter table BATCHPIPE_OUTBOX rename to ELSEWHERE");
		try {
			assertThatExceptionOfType(org.springframework.dao.DataAccessException.class)
				.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> {
					this.fixture.jdbc.update("insert into BATCHPIPE_OUTBOX_SET_ASIDE values ('p', ?, ?, 'r', 1, 1)",
							java.util.UUID.randomUUID(), new byte[0]);
					this.outbox.publish(Map.of("n", 1));
				}));
		}
		finally {
			this.fixture.jdbc.execute("alter table ELSEWHERE rename to BATCHPIPE_OUTBOX");
		}
		assertThat(this.fixture.rows("BATCHPIPE_OUTBOX_SET_ASIDE")).isZero();
	}

	@Test
	void whenARecordCannotBeSentThenThePublishCallFails() {
		this.transaction.executeWithoutResult((status) -> {
			assertThatIllegalArgumentException().isThrownBy(() -> this.outbox.publish("text"))
				.withMessageContaining("RawJson");
			assertThatIllegalArgumentException().isThrownBy(() -> this.outbox.publish(List.of(1)))
				.withMessageContaining("a JSON object");
			assertThatIllegalArgumentException().isThrownBy(() -> this.outbox.publish(RawJson.of("[1]")))
				.withMessage("'record' must be one JSON object");
			assertThatIllegalArgumentException().isThrownBy(() -> this.outbox.publish("..", Map.of()));
			assertThatIllegalArgumentException().isThrownBy(() -> this.outbox.publish("p".repeat(101), Map.of()))
				.withMessageContaining("100 characters");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.outbox.publishAll(this.fixture.pipe, List.of(Map.of("n", 1), 2)))
				.withMessageContaining("records[1]");
			assertThatExceptionOfType(RecordTooLargeException.class)
				.isThrownBy(() -> this.outbox.publish(Map.of("text", "x".repeat(300_000))));
		});
		assertThat(rows()).isEmpty();
	}

	@Test
	void whenThereIsNoDefaultPipeThenPublishingWithoutOneFails() {
		DefaultBatchPipeOutbox withoutPipe = this.fixture.outbox((publisher) -> {
		}, (builder) -> builder.pipeId(null));
		this.transaction.executeWithoutResult(
				(status) -> assertThatIllegalStateException().isThrownBy(() -> withoutPipe.publish(Map.of("n", 1)))
					.withMessageContaining("batchpipe.publisher.pipe-id"));
	}

	@Test
	void whenTheTransactionCommitsThenTheRecordIsSentWithoutAPoll() {
		DefaultBatchPipeOutbox slow = this.fixture.outbox((publisher) -> {
		}, (builder) -> builder.pollInterval(Duration.ofHours(1)).maxPollInterval(Duration.ofHours(1)));
		slow.start();
		this.fixture.publish(slow, 0, 1);
		this.fixture.publish(slow, 1, 10);
		assertThat(this.fixture.server.awaitRecords(this.fixture.pipe, 10, Duration.ofSeconds(20))).isTrue();
	}

	private static void register(TransactionSynchronization synchronization) {
		TransactionSynchronizationManager.registerSynchronization(synchronization);
	}

	private TransactionTemplate template(int propagation) {
		TransactionTemplate template = new TransactionTemplate(this.transaction.getTransactionManager());
		template.setPropagationBehavior(propagation);
		return template;
	}

	private List<String> rows() {
		return new TransactionTemplate(this.transaction.getTransactionManager(),
				template(TransactionDefinition.PROPAGATION_NOT_SUPPORTED))
			.execute((status) -> this.fixture.jdbc.query("select PAYLOAD from BATCHPIPE_OUTBOX",
					(row, index) -> new String(row.getBytes(1))));
	}

}
