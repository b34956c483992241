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

import java.util.UUID;

import org.junit.jupiter.api.Test;

import com.batchpipe.outbox.ClaimPositions.Claim;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where claims begin.
 */
class ClaimPositionsTests {

	private static final String PIPE = "pipe";

	private final ClaimPositions positions = new ClaimPositions();

	@Test
	void whenNothingIsKnownThenAClaimBeginsAtTheStart() {
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(0));
	}

	@Test
	void whenRowsAreClaimedThenTheNextClaimBeginsBehindThem() {
		this.positions.locked(this.positions.begin(PIPE), id(10));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(behind(10));
		assertThat(this.positions.begin("other").from()).isEqualTo(id(0));
	}

	@Test
	void whenAnEarlierRowComesThenTheNextClaimBeginsThere() {
		this.positions.locked(this.positions.begin(PIPE), id(10));
		this.positions.include(PIPE, id(4));
		this.positions.include(PIPE, id(7));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(4));
	}

	@Test
	void whenARowComesWhileAClaimReadsThenTheNextClaimIncludesIt() {
		Claim claim = this.positions.begin(PIPE);
		this.positions.include(PIPE, id(4));
		this.positions.locked(claim, id(10));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(4));
	}

	@Test
	void whenAClaimEndsBehindAnotherThenThePositionStaysAhead() {
		Claim first = this.positions.begin(PIPE);
		Claim second = this.positions.begin(PIPE);
		this.positions.locked(second, id(20));
		this.positions.locked(first, id(10));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(behind(20));
	}

	@Test
	void whenAClaimBeganAfterAnEarlierRowCameThenThatRowIsStillIncluded() {
		this.positions.locked(this.positions.begin(PIPE), id(10));
		Claim claim = this.positions.begin(PIPE);
		this.positions.include(PIPE, id(4));
		this.positions.locked(claim, id(20));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(4));
	}

	@Test
	void whenAClaimFindsNothingThenThePositionStays() {
		this.positions.locked(this.positions.begin(PIPE), id(10));
		this.positions.end(this.positions.begin(PIPE));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(behind(10));
	}

	@Test
	void whenAnyRowMayBeThereThenTheNextClaimBeginsAtTheStart() {
		this.positions.locked(this.positions.begin(PIPE), id(10));
		this.positions.includeAll(PIPE);
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(0));
	}

	@Test
	void whenAnIdentifierHasItsHighestBitSetThenItIsTheHigherOne() {
		this.positions.locked(this.positions.begin(PIPE), new UUID(-1, 0));
		this.positions.include(PIPE, id(4));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(4));
	}

	@Test
	void whenTheLowHalfOfAnIdentifierIsFullThenTheHighHalfGoesUp() {
		this.positions.locked(this.positions.begin(PIPE), new UUID(10, -1));
		assertThat(this.positions.begin(PIPE).from()).isEqualTo(id(11));
	}

	private static UUID behind(long number) {
		return new UUID(number, 1);
	}

	private static UUID id(long number) {
		return new UUID(number, 0);
	}

}
