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

package com.batchpipe.client;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.util.context.Context;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailedCallLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedCallLogTests {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

	private final FailedCallLog log = new FailedCallLog(this.time::get);

	@Test
	void whenFirstCallFailsThenItIsLogged(CapturedOutput output) {
		log(BatchPipeOperation.INGEST, 503);
		assertThat(output).contains("WARN").containsOnlyOnce("ingest: 503");
	}

	@Test
	void whenManyCallsFailThenOneInTenSecondsIsLoggedAndTheOthersAreCounted(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			log(BatchPipeOperation.INGEST, 503);
		}
		assertThat(output).containsOnlyOnce("ingest: 503");
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(10));
		log(BatchPipeOperation.INGEST, 429);
		assertThat(output).containsOnlyOnce("ingest: 429")
			.contains("; earlier failed calls of this operation that were not logged: 99");
	}

	@Test
	void whenAnotherOperationFailsThenItIsLoggedToo(CapturedOutput output) {
		log(BatchPipeOperation.INGEST, 503);
		log(BatchPipeOperation.CREATE_PIPE, 400);
		assertThat(output).contains("ingest: 503").contains("create_pipe: 400");
	}

	@Test
	void whenHealthFailsThenItIsNotLogged(CapturedOutput output) {
		log(BatchPipeOperation.HEALTH, 503);
		assertThat(output).doesNotContain("503");
	}

	@Test
	void whenBodyIsThereThenOnlyItsCodeIsLogged(CapturedOutput output) {
		this.log.log(BatchPipeResponse.of(BatchPipeOperation.CREATE_PIPE, 400,
				Map.of("error", "validation_error", "message", "private")), Context.empty());
		assertThat(output).contains("create_pipe: 400 validation_error").doesNotContain("private");
	}

	private void log(BatchPipeOperation operation, int status) {
		this.log.log(BatchPipeResponse.of(operation, status, null), Context.empty());
	}

}
