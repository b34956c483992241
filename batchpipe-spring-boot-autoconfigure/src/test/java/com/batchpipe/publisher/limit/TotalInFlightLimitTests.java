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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.batchpipe.publisher.limit.TotalInFlightLimit.Turn;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TotalInFlightLimit}.
 */
class TotalInFlightLimitTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# in flight of the pipe | its last failed | turn
			0                       | false           | FIRST
			0                       | true            | AFTER_FAILURE
			1                       | false           | FURTHER
			7                       | true            | FURTHER
			""")
	void turnFollowsFromWhatThePipeHasInFlight(int inFlight, boolean failing, Turn turn) {
		assertThat(Turn.of(inFlight, failing)).isEqualTo(turn);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# limit | in flight of all | first | after a failure | further
			16      | 0                | true  | true            | true
			16      | 15               | true  | true            | true
			16      | 16               | true  | true            | false
			16      | 127              | true  | true            | false
			16      | 128              | true  | false           | false
			16      | 255              | true  | false           | false
			16      | 256              | false | false           | false
			500     | 499              | true  | true            | true
			500     | 500              | false | false           | false
			""")
	void eachTurnHasItsLimit(int max, int inFlight, boolean first, boolean afterFailure, boolean further) {
		TotalInFlightLimit limit = new TotalInFlightLimit(max);
		for (int i = 0; i <= inFlight; i++) {
			limit.sent();
		}
		limit.ended();
		assertThat(limit.inFlight()).isEqualTo(inFlight);
		assertThat(limit.admits(Turn.FIRST)).isEqualTo(first);
		assertThat(limit.admits(Turn.AFTER_FAILURE)).isEqualTo(afterFailure);
		assertThat(limit.admits(Turn.FURTHER)).isEqualTo(further);
	}

}
