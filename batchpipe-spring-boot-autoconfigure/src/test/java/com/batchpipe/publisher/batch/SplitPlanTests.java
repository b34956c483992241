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

package com.batchpipe.publisher.batch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.publisher.UndeliveredReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SplitPlan}: a service rejects batches with an invalid record or with
 * more records than it accepts.
 */
class SplitPlanTests {

	private final List<Integer> delivered = new ArrayList<>();

	private final List<SplitPlan.Rejection> rejections = new ArrayList<>();

	private int requests;

	@Test
	void whenAllIsDeliveredThenOneRequestSettlesIt() {
		run(new SplitPlan(1000, false, 64), (n) -> false, 1000);
		assertThat(this.requests).isOne();
		assertThat(this.delivered).hasSize(1000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 499, 500, 501, 998, 999 })
	void whenOneRecordIsInvalidThenItAloneIsRejectedWithFewRequests(int poison) {
		run(new SplitPlan(1000, false, 64), (n) -> n == poison, 1000);
		assertThat(this.rejections)
			.containsExactly(new SplitPlan.Rejection(new RecordRange(poison, poison + 1), UndeliveredReason.INVALID));
		assertThat(this.delivered).hasSize(999);
		assertThat(this.requests).isLessThanOrEqualTo(22);
	}

	@Test
	void whenAllRecordsAreInvalidThenSixRequestsTellItIsTheSchema() {
		run(new SplitPlan(1000, false, 64), (n) -> true, 1000);
		assertThat(this.requests).isEqualTo(6);
		assertThat(this.delivered).isEmpty();
		assertThat(rejected(UndeliveredReason.INVALID)).containsExactly(0, 500, 999);
		assertThat(rejected(UndeliveredReason.SCHEMA)).hasSize(997);
	}

	@Test
	void whenOneProbeIsValidThenTheSearchGoesOn() {
		run(new SplitPlan(16, false, 64), (n) -> n != 8, 16);
		assertThat(this.delivered).containsExactly(8);
		assertThat(rejected(UndeliveredReason.INVALID)).hasSize(15);
	}

	@Test
	void whenAllOfAFewRecordsAreInvalidThenEachIsFound() {
		run(new SplitPlan(7, false, 64), (n) -> true, 7);
		assertThat(rejected(UndeliveredReason.INVALID)).hasSize(7);
	}

	@Test
	void whenRequestsDoNotSufficeThenTheRestIsUndecided() {
		run(new SplitPlan(1000, false, 5), (n) -> n % 2 == 1, 1000);
		assertThat(rejected(UndeliveredReason.UNDECIDED)).isNotEmpty();
		assertThat(this.delivered.size() + rejected(UndeliveredReason.UNDECIDED).size()
				+ rejected(UndeliveredReason.INVALID).size())
			.isEqualTo(1000);
	}

	@Test
	void whenTooLargeThenItIsSplitUntilItFitsAndNothingIsRejected() {
		run(new SplitPlan(1000, false, 1), (n) -> false, 100);
		assertThat(this.delivered).hasSize(1000);
		assertThat(this.rejections).isEmpty();
		assertThat(this.requests).isEqualTo(31);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void whenInvalidRecordsAreRandomThenExactlyTheyAreRejected(long seed) {
		Random random = new Random(seed);
		int count = 1 + random.nextInt(1500);
		int maxSize = 1 + random.nextInt(count);
		BitSet invalid = new BitSet();
		random.ints(random.nextInt(40), 0, count).forEach(invalid::set);
		// A valid first record shows that the schema is not the problem.
		invalid.clear(0);
		run(new SplitPlan(count, random.nextBoolean(), Integer.MAX_VALUE), invalid::get, maxSize);
		assertThat(rejected(UndeliveredReason.INVALID)).containsExactlyElementsOf(invalid.stream().boxed().toList());
		assertThat(this.rejections).hasSize(invalid.cardinality());
		assertThat(this.delivered).doesNotHaveDuplicates().hasSize(count - invalid.cardinality());
	}

	@ParameterizedTest
	@ValueSource(longs = { 11, 12, 13 })
	void whenOrderIsStrictThenNoRecordOvertakesAnother(long seed) {
		Random random = new Random(seed);
		BitSet invalid = new BitSet();
		random.ints(30, 0, 500).forEach(invalid::set);
		run(new SplitPlan(500, true, Integer.MAX_VALUE), invalid::get, 100);
		assertThat(this.delivered).isSorted().hasSize(500 - invalid.cardinality());
	}

	@Test
	void whenGivenUpThenAllThatHasNotEndedIsReturnedOnce() {
		SplitPlan plan = new SplitPlan(100, false, 64);
		plan.invalid();
		plan.settled();
		List<RecordRange> rest = plan.giveUp();
		assertThat(rest.stream().mapToInt(RecordRange::size).sum()).isEqualTo(50);
		assertThat(plan.isSettled()).isTrue();
		assertThat(plan.giveUp()).isEmpty();
		assertThatIllegalStateException().isThrownBy(plan::current);
	}

	private List<Integer> rejected(UndeliveredReason reason) {
		return this.rejections.stream()
			.filter((rejection) -> rejection.reason() == reason)
			.flatMap((rejection) -> numbers(rejection.range()).boxed())
			.sorted()
			.toList();
	}

	private void run(SplitPlan plan, IntPredicate invalid, int maxSize) {
		while (!plan.isSettled()) {
			RecordRange range = plan.current();
			this.requests++;
			if (range.size() > maxSize) {
				plan.tooLarge();
			}
			else if (numbers(range).anyMatch(invalid)) {
				this.rejections.addAll(plan.invalid());
			}
			else {
				numbers(range).forEach(this.delivered::add);
				plan.settled();
			}
		}
	}

	private static IntStream numbers(RecordRange range) {
		return IntStream.range(range.from(), range.to());
	}

}
