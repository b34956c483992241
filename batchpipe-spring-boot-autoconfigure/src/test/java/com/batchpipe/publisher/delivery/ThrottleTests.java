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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.publisher.settings.PublisherDraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Throttle}. The backoff is one second per failure.
 */
class ThrottleTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final PublisherDraft draft = new PublisherDraft(mock(BatchPipeClient.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none", textBlock = """
			# retry after | failures before | pause in seconds | ended by a stop
			none          | 0               | 1                | true
			PT0S          | 0               | 1                | true
			none          | 2               | 3                | true
			PT7S          | 0               | 7                | false
			PT7S          | 2               | 7                | false
			PT1H          | 0               | 300              | false
			""")
	void whenRateLimitedThenThePauseIsWhatWasAskedForOrTheBackoff(@Nullable Duration retryAfter, int failures,
			long pause, boolean hastened) {
		Throttle throttle = throttle();
		for (int i = 0; i < failures; i++) {
			throttle.failed(1, 0);
		}
		assertThat(throttle.rateLimited(retryAfter, 0)).isTrue();
		assertThat(throttle.pause()).isEqualTo(PauseCause.RATE_LIMIT);
		assertThat(throttle.pauseRemaining(0)).isEqualTo(pause * SECOND);
		assertThat(throttle.admits(pause * SECOND - 1, 0)).isFalse();
		assertThat(throttle.admits(pause * SECOND, 0)).isTrue();
		throttle.hasten(0);
		assertThat(throttle.pauseRemaining(0) == 0).isEqualTo(hastened);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# failures | of the batch | wait in seconds | pause in seconds
			1          | 1            | 1               | 0
			1          | 3            | 3               | 0
			4          | 2            | 2               | 0
			5          | 2            | 2               | 5
			9          | 1            | 1               | 9
			""")
	void whenRequestsFailThenBatchesWaitAndAfterFiveThePipe(int failures, int batchFailures, long wait, long pause) {
		Throttle throttle = throttle();
		for (int i = 1; i < failures; i++) {
			throttle.failed(1, 0);
		}
		assertThat(throttle.failed(batchFailures, 0)).isEqualTo(wait * SECOND);
		assertThat(throttle.pauseAfterFailures(0)).isEqualTo(pause > 0);
		assertThat(throttle.pause()).isEqualTo((pause > 0) ? PauseCause.OUTAGE : null);
		assertThat(throttle.pauseRemaining(0)).isEqualTo(pause * SECOND);
		assertThat(throttle.isFailing()).isTrue();
	}

	@Test
	void whenRetriesAreUsedUpThenTheyWaitForTheNext() {
		Throttle throttle = new Throttle(this.draft.toSettings(), (failures) -> 1, 0);
		for (int i = 0; i < 10; i++) {
			assertThat(throttle.failed(1, 0)).isOne();
		}
		assertThat(throttle.failed(1, 0)).isEqualTo(SECOND);
		assertThat(throttle.failed(1, SECOND)).isOne();
	}

	@Test
	void whenNothingCanBeSentThenOneRequestIsTriedInEachInterval() {
		Throttle throttle = throttle();
		long interval = this.draft.probeInterval.toNanos();
		assertThat(throttle.hold(PauseCause.UNKNOWN_PIPE, 0)).isTrue();
		assertThat(throttle.hold(PauseCause.UNKNOWN_PIPE, 1)).isFalse();
		assertThat(throttle.admits(interval + 1, 0)).isTrue();
		throttle.sent();
		assertThat(throttle.admits(interval + 1, 1)).isFalse();
		assertThat(throttle.works()).isTrue();
		assertThat(throttle.pause()).isNull();
	}

	@Test
	void whenRequestsSucceedThenMoreAreSentAtATime() {
		Throttle throttle = throttle();
		assertThat(throttle.inFlightLimit()).isOne();
		throttle.delivered(1);
		throttle.delivered(2);
		assertThat(throttle.inFlightLimit()).isEqualTo(3);
		throttle.failed(1, 0);
		assertThat(throttle.inFlightLimit()).isOne();
	}

	@Test
	void whenOrderIsStrictThenOneRequestIsSentAtATime() {
		this.draft.ordering = RecordOrdering.STRICT;
		Throttle throttle = throttle();
		throttle.delivered(1);
		assertThat(throttle.inFlightLimit()).isOne();
		assertThat(throttle.admits(0, 1)).isFalse();
	}

	@Test
	void whenForgottenThenANewOneWouldDecideTheSame() {
		Throttle throttle = throttle();
		assertThat(throttle.remembers(0)).isFalse();
		throttle.hold(PauseCause.AUTHORIZATION, 0);
		assertThat(throttle.remembers(0)).isTrue();
		throttle.forget();
		assertThat(throttle.remembers(0)).isFalse();
	}

	private Throttle throttle() {
		return new Throttle(this.draft.toSettings(), (failures) -> failures * SECOND, 0);
	}

}
