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
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.AdditionalAnswers;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for the relay's handling of committed rows, on each database.
 */
@Timeout(120)
class OutboxRelayTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource
	void whenTheRelayStartsThenItSendsTheBacklog(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.publish(fixture.outbox(), 0, 5000);
			fixture.transaction
				.executeWithoutResult((status) -> fixture.outbox().publish(fixture.pipe, Map.of("n", 5000)));
			fixture.started();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived())
				.containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, 5000).boxed().toList());
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAnEarlierRowIsCommittedLaterThenItDoesNotWaitForAPoll(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> {
			}, (builder) -> builder.pollInterval(Duration.ofHours(1)).maxPollInterval(Duration.ofHours(1)));
			outbox.start();
			TransactionTemplate another = new TransactionTemplate(
					Objects.requireNonNull(fixture.transaction.getTransactionManager()));
			another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			fixture.transaction.executeWithoutResult((status) -> {
				outbox.publish(fixture.pipe, Map.of("n", 1));
				OutboxTransaction.writeAll();
				another.executeWithoutResult((inner) -> outbox.publish(fixture.pipe, Map.of("n", 2)));
				await().atMost(PATIENCE).until(() -> fixture.arrived().contains(2));
			});
			await().atMost(PATIENCE).until(() -> fixture.arrived().contains(1));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenClaimsAreFullBeforeAllTheirRowsAreReadThenTheRestDoesNotWaitForAPoll(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> {
			}, (builder) -> builder.pollInterval(Duration.ofHours(1)).maxPollInterval(Duration.ofHours(1)));
			outbox.start();
			String text = "x".repeat(4096);
			fixture.transaction.executeWithoutResult((status) -> outbox.publishAll(fixture.pipe,
					IntStream.range(0, 3000).mapToObj((n) -> Map.of("n", n, "text", text)).toList()));
			await().atMost(PATIENCE).until(() -> fixture.arrived().size() >= 3000);
			assertThat(fixture.arrived()).doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTwoInstancesRelayThenTheyShareTheWork(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST).latency(Duration.ofMillis(200));
			fixture.publish(fixture.outbox(), 0, 20_000);
			DefaultBatchPipeOutbox first = fixture.started();
			DefaultBatchPipeOutbox second = fixture.started();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			await().atMost(PATIENCE).until(() -> first.stats().delivered() + second.stats().delivered() == 20_000);
			assertThat(first.stats().delivered()).isPositive();
			assertThat(second.stats().delivered()).isPositive();
			assertThat(fixture.arrived()).hasSize(20_000);
			assertThat(new HashSet<>(fixture.arrived())).hasSize(20_000);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenOneRecordIsRefusedThenItAloneIsSetAside(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST)
				.when((request) -> request.bodyAsString().contains("{\"n\":4242}"))
				.respond(400);
			fixture.publish(fixture.outbox(), 0, 10_000);
			DefaultBatchPipeOutbox outbox = fixture.started();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).hasSize(9999).doesNotContain(4242);
			List<SetAsideRecord> refused = outbox.setAside().find(null, 10);
			assertThat(refused).hasSize(1);
			assertThat(refused.get(0).jsonText()).isEqualTo("{\"n\":4242}");
			assertThat(refused.get(0).reason()).isEqualTo("INVALID");
			assertThat(refused.get(0).status()).isEqualTo(400);
			await().atMost(PATIENCE).until(() -> outbox.stats().setAsideByInstance() == 1);
			fixture.server.removeFaults();
			assertThat(outbox.setAside().retry(fixture.pipe, refused.get(0).id())).isTrue();
			assertThat(outbox.setAside().count()).isZero();
			await().atMost(PATIENCE).until(() -> fixture.arrived().contains(4242));
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAResponseIsLostThenTheRecordIsSentAgainWithTheSameIdentifier(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST).times(2).afterProcessing().resetConnection();
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> publisher.recordIdField("id"), (builder) -> {
			});
			outbox.start();
			fixture.publish(outbox, 0, 10);
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			List<JsonNode> arrived = fixture.server.records(fixture.pipe);
			assertThat(arrived).hasSize(30);
			assertThat(new HashSet<>(arrived)).hasSize(10);
			assertThat(arrived).allMatch((record) -> record.get("id").asString().length() == 36);
		}
	}

	@Test
	void whenRecordsAreLargeThenEachClaimFitsIntoOneRequest() {
		try (OutboxFixture fixture = new OutboxFixture(TestDatabase.H2)) {
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> publisher.recordIdField("record_id"),
					(builder) -> builder.workers(1));
			List<Map<String, String>> records = Collections.nCopies(2000, Map.of("text", "x".repeat(1000)));
			fixture.transaction.executeWithoutResult((status) -> outbox.publishAll(fixture.pipe, records));
			outbox.start();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.server.recordCount(fixture.pipe)).isEqualTo(2000);
			assertThat(fixture.server.requestCount(BatchPipeOperation.INGEST)).isEqualTo(5);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenBatchPipeIsDownThenNothingIsLostAndNobodyHoldsRows(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.pause();
			DefaultBatchPipeOutbox outbox = fixture.started();
			fixture.publish(outbox, 0, 3000);
			await().atMost(PATIENCE).until(() -> outbox.stats().pause() == RelayPause.UNREACHABLE);
			assertThat(fixture.rows()).isEqualTo(3000);
			fixture.server.resume();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).hasSize(3000);
			assertThat(outbox.stats().pause()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTheServiceAsksToWaitThenNothingOfThatPipeIsClaimed(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			String other = fixture.server.createPipe("other");
			fixture.server.on(BatchPipeOperation.INGEST)
				.when((request) -> request.uri().endsWith(fixture.pipe))
				.rateLimited(Duration.ofSeconds(60));
			DefaultBatchPipeOutbox outbox = fixture.started();
			fixture.publish(outbox, 0, 10);
			await().atMost(PATIENCE).until(() -> fixture.server.requestCount(BatchPipeOperation.INGEST) > 0);
			fixture.publish(outbox, 10, 20);
			fixture.transaction
				.executeWithoutResult((status) -> outbox.publishAll(other, OutboxFixture.records(0, 10)));
			assertThat(fixture.server.awaitRecords(other, 10, PATIENCE)).isTrue();
			assertThat(fixture.server.requestCount(BatchPipeOperation.INGEST)).isEqualTo(2);
			await().atMost(PATIENCE).until(() -> fixture.rows() == 20);
			assertThat(outbox.stats().pause()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTheRelayStopsThenItFinishesWhatIsInFlightAndGoesOnAfterARestart(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST).latency(Duration.ofMillis(50));
			DefaultBatchPipeOutbox outbox = fixture.started();
			fixture.publish(outbox, 0, 5000);
			await().atMost(PATIENCE).until(() -> fixture.server.requestCount(BatchPipeOperation.INGEST) > 0);
			outbox.stop();
			assertThat(outbox.isRunning()).isFalse();
			assertThat(fixture.rows()).isEqualTo(5000 - fixture.arrived().size());
			outbox.start();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).hasSize(5000);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenTheDrainTimeoutHasPassedThenTheRowsStayInTheTable(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST).neverRespond();
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> {
			}, (builder) -> builder.drainTimeout(Duration.ofMillis(100)));
			outbox.start();
			fixture.publish(outbox, 0, 10);
			await().atMost(PATIENCE).until(() -> fixture.server.requestCount(BatchPipeOperation.INGEST) > 0);
			outbox.stop();
			assertThat(fixture.rows()).isEqualTo(10);
		}
	}

	@Test
	void whenARowHasNoRecordThenItAloneIsSetAside() {
		try (OutboxFixture fixture = new OutboxFixture(TestDatabase.H2)) {
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> publisher.maxRecordSize(1000), (builder) -> {
			});
			fixture.publish(outbox, 0, 10);
			insert(fixture, "[1]");
			insert(fixture, "{\"text\":\"" + "x".repeat(2000) + "\"}");
			fixture.publish(outbox, 10, 20);
			outbox.start();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 20).boxed().toList());
			assertThat(outbox.setAside().find(null, 10)).extracting(SetAsideRecord::reason)
				.containsExactlyInAnyOrder("INVALID", "TOO_LARGE");
		}
	}

	@ParameterizedTest
	@EnumSource
	@ExtendWith(OutputCaptureExtension.class)
	void whenRecordsCannotBeSetAsideThenTheLogNamesTheTableButNotTheRecords(TestDatabase database,
			CapturedOutput output) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST).respond(400);
			fixture.jdbc.execute("alter table BATCHPIPE_OUTBOX_SET_ASIDE add constraint NO_ROWS check (STATUS <> 400)");
			try {
				DefaultBatchPipeOutbox outbox = fixture.started();
				fixture.transaction.executeWithoutResult((status) -> outbox.publish(Map.of("name", "confidential")));
				await().atMost(PATIENCE).until(() -> output.getAll().contains("SetAsideTable.insert("));
				String hex = HexFormat.of().formatHex("confidential".getBytes());
				String log = output.getAll()
					.lines()
					.filter((line) -> !isFromServer(line))
					.collect(Collectors.joining());
				assertThat(log).contains("DataIntegrityViolationException, SQL state 23")
					.doesNotContainIgnoringCase("confidential")
					.doesNotContainIgnoringCase(hex);
				assertThat(fixture.rows()).isEqualTo(1);
			}
			finally {
				fixture.jdbc.execute("alter table BATCHPIPE_OUTBOX_SET_ASIDE drop constraint NO_ROWS");
			}
		}
	}

	/**
	 * Return whether the embedded PostgreSQL has written the line. Its log contains rows.
	 */
	private static boolean isFromServer(String line) {
		return line.contains("EmbeddedPostgres");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whenAListenerFailsThenTheRelayContinuesAndLogsItOnce(CapturedOutput output) {
		try (OutboxFixture fixture = new OutboxFixture(TestDatabase.H2)) {
			DefaultBatchPipeOutbox outbox = fixture.outbox((publisher) -> {
			}, (builder) -> builder.listener(new OutboxListener() {

				@Override
				public void claimed(String pipeId, int records, Duration time) {
					throw new IllegalStateException("from the listener");
				}

			}));
			outbox.start();
			for (int n = 0; n < 3; n++) {
				fixture.publish(outbox, n, n + 1);
				int delivered = n + 1;
				await().atMost(PATIENCE).until(() -> outbox.stats().delivered() == delivered && fixture.rows() == 0);
			}
			assertThat(output.getAll()).containsOnlyOnce("An OutboxListener threw an exception")
				.doesNotContain("cannot access its database");
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void whenThePublisherFailsUnexpectedlyThenTheRelayRetriesAndLogsItOnce(CapturedOutput output) {
		try (OutboxFixture fixture = new OutboxFixture(TestDatabase.H2);
				BatchPipePublisher publisher = BatchPipePublisher.builder(fixture.server.client()).build()) {
			BatchPipePublisher failing = mock(BatchPipePublisher.class, AdditionalAnswers.delegatesTo(publisher));
			willThrow(new IllegalStateException("from the publisher"))
				.willReturn(CompletableFuture.failedFuture(new IllegalStateException("from the publisher")))
				.willAnswer(AdditionalAnswers.delegatesTo(publisher))
				.given(failing)
				.sendBatch(any(), any(), any());
			DefaultBatchPipeOutbox outbox = (DefaultBatchPipeOutbox) BatchPipeOutbox
				.builder(fixture.dataSource, failing)
				.build();
			fixture.publish(outbox, 0, 1);
			outbox.start();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			outbox.stop();
			assertThat(fixture.arrived()).containsExactly(0);
			assertThat(output.getAll()).containsOnlyOnce("The outbox failed to send records and will retry")
				.doesNotContain("cannot access its database");
		}
	}

	private static void insert(OutboxFixture fixture, String payload) {
		fixture.jdbc.update("insert into BATCHPIPE_OUTBOX (PIPE_ID, ID, PAYLOAD) values (?, ?, ?)", fixture.pipe,
				UUID.randomUUID(), payload.getBytes());
	}

	@ParameterizedTest
	@EnumSource
	void whenRecordsAreLargeThenAClaimStaysSmall(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			DefaultBatchPipeOutbox outbox = fixture.started();
			Map<String, Object> record = Map.of("n", 1, "text", "x".repeat(200_000));
			fixture.transaction
				.executeWithoutResult((status) -> IntStream.range(0, 50).forEach((i) -> outbox.publish(record)));
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).hasSize(50);
			assertThat(fixture.server.requests(BatchPipeOperation.INGEST))
				.allMatch((request) -> request.body().length < 1_000_000);
		}
	}

}
