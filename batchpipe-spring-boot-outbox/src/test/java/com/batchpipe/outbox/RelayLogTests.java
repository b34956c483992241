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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the lines that the relay logs.
 */
@ExtendWith(OutputCaptureExtension.class)
class RelayLogTests {

	private final RelayLog log = new RelayLog();

	@Test
	void whenQueriesFailAndWorkInTurnThenEachLineIsLoggedOnce(CapturedOutput output) {
		for (int n = 0; n < 3; n++) {
			this.log.databaseFailed(new IllegalStateException("the query failed"));
			this.log.databaseFailed(new IllegalStateException("the query failed"));
			this.log.databaseWorks();
			this.log.databaseWorks();
		}
		assertThat(output.getAll()).containsOnlyOnce("The outbox cannot access its database and will retry")
			.containsOnlyOnce("the query failed")
			.containsOnlyOnce("The outbox can access its database again");
	}

}
