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

package com.batchpipe.publisher.limit;

import org.junit.jupiter.api.Test;

import com.batchpipe.publisher.PauseCause;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PauseGate}. The clock overflows during the pauses.
 */
class PauseGateTests {

	private static final long NOW = Long.MAX_VALUE - 5;

	private final PauseGate gate = new PauseGate();

	@Test
	void whenOpenThenAnyNumberOfRequestsIsAdmitted() {
		assertThat(this.gate.admits(NOW, 1000)).isTrue();
		assertThat(this.gate.remaining(NOW)).isZero();
		assertThat(this.gate.cause()).isNull();
		assertThat(this.gate.succeeded()).isFalse();
	}

	@Test
	void whenPausedThenNothingIsAdmittedBeforeTheEnd() {
		assertThat(this.gate.pause(PauseCause.RATE_LIMIT, NOW + 10, true)).isTrue();
		assertThat(this.gate.admits(NOW + 9, 0)).isFalse();
		assertThat(this.gate.remaining(NOW + 9)).isOne();
		assertThat(this.gate.admits(NOW + 10, 0)).isTrue();
		assertThat(this.gate.remaining(NOW + 11)).isZero();
		assertThat(this.gate.cause()).isEqualTo(PauseCause.RATE_LIMIT);
	}

	@Test
	void whenPauseHasEndedThenASingleRequestFindsOut() {
		this.gate.pause(PauseCause.OUTAGE, NOW, false);
		assertThat(this.gate.admits(NOW, 1)).isFalse();
		this.gate.sent();
		assertThat(this.gate.admits(NOW, 1)).isFalse();
		assertThat(this.gate.succeeded()).isTrue();
		assertThat(this.gate.admits(NOW, 1)).isTrue();
		assertThat(this.gate.cause()).isNull();
	}

	@Test
	void whenAnEarlierRequestSucceedsDuringThePauseThenItGoesOn() {
		this.gate.pause(PauseCause.OUTAGE, NOW + 10, false);
		assertThat(this.gate.succeeded()).isFalse();
		assertThat(this.gate.admits(NOW, 0)).isFalse();
	}

	@Test
	void whenPausedForAShorterTimeThenTheLongerPauseIsKept() {
		this.gate.pause(PauseCause.RATE_LIMIT, NOW + 10, true);
		assertThat(this.gate.pause(PauseCause.OUTAGE, NOW + 5, false)).isFalse();
		assertThat(this.gate.remaining(NOW)).isEqualTo(10);
		assertThat(this.gate.cause()).isEqualTo(PauseCause.RATE_LIMIT);
	}

	@Test
	void whenTheProbeFailsThenItIsPausedAgain() {
		this.gate.pause(PauseCause.OUTAGE, NOW + 10, false);
		this.gate.sent();
		assertThat(this.gate.pause(PauseCause.OUTAGE, NOW + 1, false)).isFalse();
		assertThat(this.gate.remaining(NOW)).isOne();
	}

	@Test
	void whenHastenedThenOnlyAPauseThatWasNotAskedForEnds() {
		this.gate.pause(PauseCause.OUTAGE, NOW + 10, false);
		this.gate.hasten(NOW);
		assertThat(this.gate.admits(NOW, 0)).isTrue();
		this.gate.pause(PauseCause.RATE_LIMIT, NOW + 10, true);
		this.gate.hasten(NOW);
		assertThat(this.gate.admits(NOW, 0)).isFalse();
	}

	@Test
	void whenOpenedThenEveryPauseEnds() {
		this.gate.pause(PauseCause.RATE_LIMIT, NOW + 10, true);
		this.gate.open();
		assertThat(this.gate.admits(NOW, 5)).isTrue();
		assertThat(this.gate.cause()).isNull();
		assertThat(this.gate.remaining(NOW)).isZero();
	}

}
