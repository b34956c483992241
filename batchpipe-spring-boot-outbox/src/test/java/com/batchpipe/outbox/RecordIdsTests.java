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

import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordIds}.
 */
class RecordIdsTests {

	private static final long NOW = 1_700_000_000_000L;

	private long millis = NOW;

	private final RecordIds ids = new RecordIds(() -> this.millis);

	@Test
	void whenAnIdentifierIsMadeThenItIsOfVersion7AndTellsTheTime() {
		UUID id = RecordIds.get(this.ids.reserve(1));
		assertThat(id.version()).isEqualTo(7);
		assertThat(id.variant()).isEqualTo(2);
		assertThat(RecordIds.time(id)).isEqualTo(Instant.ofEpochMilli(NOW));
	}

	@Test
	void whenManyAreMadeInOneMillisecondThenTheyStillGrow() {
		long first = this.ids.reserve(10_000);
		UUID last = RecordIds.get(first);
		for (int i = 1; i < 10_000; i++) {
			UUID next = RecordIds.get(first + i);
			assertThat(next.toString()).isGreaterThan(last.toString());
			last = next;
		}
		assertThat(RecordIds.get(this.ids.reserve(1)).toString()).isGreaterThan(last.toString());
	}

	@Test
	void whenTheClockGoesBackThenTheyStillGrow() {
		UUID before = RecordIds.get(this.ids.reserve(1));
		this.millis = NOW - 5000;
		assertThat(RecordIds.get(this.ids.reserve(1)).toString()).isGreaterThan(before.toString());
	}

}
