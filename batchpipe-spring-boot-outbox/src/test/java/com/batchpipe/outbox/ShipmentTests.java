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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.UndeliveredReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Shipment}.
 */
class ShipmentTests {

	@Test
	void whenRecordsAreReturnedWithAFailedRequestThenThereWasAResponse() {
		assertThat(shipment(returned(0, 10, 500), returned(10, 20, null)).hasNoResponse()).isFalse();
	}

	@Test
	void whenNoReturnedRecordHasAStatusThenThereWasNoResponse() {
		assertThat(
				shipment(new Undelivered(3, 4, UndeliveredReason.INVALID, 400), returned(10, 20, null)).hasNoResponse())
			.isTrue();
	}

	private static Undelivered returned(int from, int to, @Nullable Integer status) {
		return new Undelivered(from, to, UndeliveredReason.RETURNED, status);
	}

	private static Shipment shipment(Undelivered... undelivered) {
		OutboxRecord record = new OutboxRecord(UUID.randomUUID(), "pipe", new byte[0]);
		return new Shipment(new ClaimedRows(List.of(record), false),
				new BatchResult("pipe", 0, List.of(undelivered), Duration.ofSeconds(1)));
	}

}
