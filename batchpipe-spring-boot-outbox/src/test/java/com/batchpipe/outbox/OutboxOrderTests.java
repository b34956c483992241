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
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.RecordOrdering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for an outbox with strict ordering.
 */
class OutboxOrderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource
	void whenTheOrderIsStrictThenEachPipeArrivesInOrderFromSeveralInstances(TestDatabase database) {
		try (OutboxFixture fixture = new OutboxFixture(database)) {
			fixture.server.on(BatchPipeOperation.INGEST).withProbability(0.2, 42).respond(503);
			for (int i = 0; i < 3; i++) {
				fixture
					.outbox((publisher) -> publisher.ordering(RecordOrdering.STRICT),
							(builder) -> builder.ordering(RecordOrdering.STRICT).maxClaimRecords(50))
					.start();
			}
			DefaultBatchPipeOutbox outbox = fixture.outbox();
			for (int i = 0; i < 40; i++) {
				fixture.publish(outbox, 50 * i, 50 * (i + 1));
			}
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).containsExactlyElementsOf(IntStream.range(0, 2000).boxed().toList());
		}
	}

	@Test
	void whenTheOrderIsStrictAndAClaimNeedsSeveralRequestsThenNoneOvertakes() {
		try (OutboxFixture fixture = new OutboxFixture(TestDatabase.H2)) {
			fixture.server.on(BatchPipeOperation.INGEST).withProbability(0.3, 42).respond(500);
			DefaultBatchPipeOutbox outbox = fixture.outbox(
					(publisher) -> publisher.ordering(RecordOrdering.STRICT).maxBatchRecords(10).maxRecordSize(500),
					(builder) -> builder.ordering(RecordOrdering.STRICT).maxClaimRecords(50));
			fixture.publish(outbox, 0, 300);
			fixture.jdbc.update("insert into BATCHPIPE_OUTBOX (PIPE_ID, ID, PAYLOAD) values (?, ?, ?)", fixture.pipe,
					UUID.randomUUID(), ("{\"text\":\"" + "x".repeat(1000) + "\"}").getBytes());
			fixture.publish(outbox, 300, 600);
			outbox.start();
			await().atMost(PATIENCE).until(() -> fixture.rows() == 0);
			assertThat(fixture.arrived()).containsExactlyElementsOf(IntStream.range(0, 600).boxed().toList());
			assertThat(outbox.setAside().find(null, 10)).extracting(SetAsideRecord::reason)
				.containsExactly("TOO_LARGE");
		}
	}

}
