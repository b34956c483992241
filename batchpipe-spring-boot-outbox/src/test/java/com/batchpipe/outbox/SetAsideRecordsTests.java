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
import java.util.UUID;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import com.batchpipe.client.BatchPipeOperation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for operations on records that were set aside, on each database.
 */
@Timeout(120)
class SetAsideRecordsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource
	void whenRecordsAreSetAsideThenTheyCanBeFoundRetriedAndDeleted(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = refuseAll(fixture, 2500);
			SetAsideRecords records = outbox.setAside();
			assertThat(records.count()).isEqualTo(2500);
			assertThat(records.find("another", 10)).isEmpty();
			List<SetAsideRecord> found = records.find(fixture.pipe, 10);
			assertThat(found).hasSize(10).extracting(SetAsideRecord::status).containsOnly(400);
			assertThat(records.delete(fixture.pipe, found.get(0).id())).isTrue();
			assertThat(records.delete(fixture.pipe, found.get(0).id())).isFalse();
			assertThat(records.retry(fixture.pipe, UUID.randomUUID())).isFalse();
			assertThat(records.retryAll(fixture.pipe)).isEqualTo(2499);
			assertThat(records.count()).isZero();
			await().atMost(PATIENCE).until(() -> fixture.arrived().size() == 2499);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenThePipesRecordsAreDeletedThenTheyAreGone(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = refuseAll(fixture, 20);
			assertThat(outbox.setAside().deleteAll("another")).isZero();
			assertThat(outbox.setAside().deleteAll(fixture.pipe)).isEqualTo(20);
			assertThat(outbox.setAside().find(null, 10)).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenARetryIsRolledBackThenTheRecordIsStillSetAside(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = refuseAll(fixture, 5);
			fixture.transaction.executeWithoutResult((status) -> {
				assertThat(outbox.setAside().retryAll(fixture.pipe)).isEqualTo(5);
				status.setRollbackOnly();
			});
			assertThat(outbox.setAside().count()).isEqualTo(5);
			assertThat(fixture.rows()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenRecordsAreRetriedAfterTheCommitThenTheyAreSent(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = refuseAll(fixture, 5);
			fixture.transaction.executeWithoutResult((status) -> TransactionSynchronizationManager
				.registerSynchronization(new TransactionSynchronization() {

					@Override
					public void afterCommit() {
						outbox.setAside().retryAll(fixture.pipe);
					}

				}));
			await().atMost(PATIENCE).until(() -> fixture.arrived().size() == 5);
			assertThat(outbox.setAside().count()).isZero();
		}
	}

	private static DefaultBatchPipeOutbox refuseAll(OutboxFixture fixture, int records) {
		fixture.server.on(BatchPipeOperation.INGEST).respond(400);
		DefaultBatchPipeOutbox outbox = fixture.started();
		fixture.publish(outbox, 0, records);
		await().atMost(PATIENCE).until(() -> outbox.setAside().count() == records);
		fixture.server.removeFaults();
		return outbox;
	}

}
