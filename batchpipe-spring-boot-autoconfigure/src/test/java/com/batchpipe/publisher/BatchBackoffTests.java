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

package com.batchpipe.publisher;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the backoff of a batch, with virtual time.
 */
class BatchBackoffTests {

	@Test
	void whenOnlyOneBatchFailsThenItsBackoffGrows() {
		PublisherFixture fixture = new PublisherFixture()
			.respondWith((request) -> ScriptedClient.response((request.numbers().contains(0)) ? 500 : 200));
		for (int n = 0; n < 6000; n += 10) {
			fixture.publish(n, n + 10);
			fixture.advance(Duration.ofMillis(100));
		}
		assertThat(fixture.arrived).hasSize(5990);
		assertThat(fixture.requests).filteredOn((request) -> request.numbers().contains(0)).hasSizeLessThan(40);
		fixture.assertAccounting();
	}

	@Test
	void whenRequestsFailDuringTheSearchThenEachIsRetriedAfterTheFirstBackoff() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.maxBatchRecords(1000));
		fixture.respondWith((request) -> ScriptedClient
			.response((request.index() % 3 == 0) ? 500 : (request.numbers().contains(999)) ? 422 : 200));
		fixture.publish(0, 1000);
		fixture.advance(Duration.ofSeconds(2));
		assertThat(fixture.handedBackNumbers()).containsExactly(999);
		fixture.assertAccounting();
	}

}
