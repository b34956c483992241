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

package com.batchpipe.publisher.delivery;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.limit.Backoff;
import com.batchpipe.publisher.limit.TotalInFlightLimit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SharedLimits}.
 */
class SharedLimitsTests {

	private static final Duration PROBE_INTERVAL = Duration.ofSeconds(30);

	private final SharedLimits limits = new SharedLimits(new TotalInFlightLimit(2),
			new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), () -> 1), PROBE_INTERVAL);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# failures | wait in ms | while draining
			1          | 200        | 200
			2          | 400        | 250
			20         | 30000      | 250
			""")
	void whenDrainingThenWaitsAreShort(int failures, long wait, long whileDraining) {
		assertThat(this.limits.backoff(failures)).isEqualTo(Duration.ofMillis(wait).toNanos());
		this.limits.startDraining(0);
		assertThat(this.limits.backoff(failures)).isEqualTo(Duration.ofMillis(whileDraining).toNanos());
	}

	@Test
	void whenTheKeyIsNotAcceptedThenOneRequestOfAnyPipeFindsOutLater() {
		long end = PROBE_INTERVAL.toNanos();
		assertThat(this.limits.pause(PauseCause.AUTHORIZATION, 0)).isTrue();
		assertThat(this.limits.pause()).isEqualTo(PauseCause.AUTHORIZATION);
		assertThat(this.limits.admits(end - 1, 0, false)).isFalse();
		assertThat(this.limits.admits(end, 0, false)).isTrue();
		this.limits.sent();
		assertThat(this.limits.admits(end, 0, false)).isFalse();
		assertThat(this.limits.works()).isTrue();
		assertThat(this.limits.pause()).isNull();
		assertThat(this.limits.admits(end, 0, false)).isTrue();
	}

	@Test
	void whenDrainingStartsThenTheWaitForTheKeyEnds() {
		this.limits.pause(PauseCause.AUTHORIZATION, 0);
		this.limits.startDraining(1);
		assertThat(this.limits.isDraining()).isTrue();
		assertThat(this.limits.pauseRemaining(1)).isZero();
		this.limits.endDraining();
		assertThat(this.limits.isDraining()).isFalse();
	}

	@Test
	void whenAllRequestsAreUsedThenAPipeStillMaySendItsFirst() {
		this.limits.sent();
		this.limits.sent();
		assertThat(this.limits.admits(0, 1, false)).isFalse();
		assertThat(this.limits.admits(0, 0, false)).isTrue();
		this.limits.ended();
		assertThat(this.limits.admits(0, 1, false)).isTrue();
	}

}
