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

package com.batchpipe.health;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchPipePublisherHealthIndicator}.
 */
class BatchPipePublisherHealthIndicatorTests {

	@Test
	void whenNoPipeIsPausedThenItIsUpAndCountsTheRecordsOfAllPipes() {
		Health health = health(null, null);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsOnlyKeys("state", "buffered", "bufferedBytes")
			.containsEntry("buffered", 2L);
	}

	@Test
	void whenTheKeyIsNotAcceptedForOneOfTheFirstPipesThenItIsDown() {
		Health health = health(PauseCause.AUTHORIZATION, null);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("paused.a", PauseCause.AUTHORIZATION)
			.doesNotContainKey("paused.others");
	}

	@Test
	void whenTheKeyIsNotAcceptedForAnotherPipeThenItIsDown() {
		Health health = health(null, PauseCause.AUTHORIZATION);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("paused.others", PauseCause.AUTHORIZATION);
	}

	@Test
	void whenAnotherPipeIsPausedInAnOutageThenItIsUpAndSaysSo() {
		Health health = health(null, PauseCause.OUTAGE);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("paused.others", PauseCause.OUTAGE);
	}

	private static Health health(@Nullable PauseCause first, @Nullable PauseCause others) {
		BatchPipePublisher publisher = mock(BatchPipePublisher.class);
		given(publisher.stats()).willReturn(new PublisherStats(PublisherStats.State.RUNNING, null, 10, 100, 0, 0, 0,
				Map.of("a", pipe(first)), pipe(others)));
		Health health = new BatchPipePublisherHealthIndicator(publisher).health();
		assertThat(health).isNotNull();
		return health;
	}

	private static PipeStats pipe(@Nullable PauseCause pause) {
		return new PipeStats(1, 0, 0, 0, 0, 0, 0, 1, 0, 1, Duration.ZERO, pause,
				new PipeStats.RequestStats(0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO), 0, 0, 0, 0);
	}

}
