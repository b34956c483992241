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

package com.batchpipe.test;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeApiException;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.BatchPipeTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BatchPipeResponses}.
 */
class BatchPipeResponsesTests {

	private static final BatchPipeOperation OPERATION = BatchPipeOperation.CREATE_PIPE;

	@Test
	void okHasData() {
		BatchPipeResponse response = BatchPipeResponses.ok(OPERATION, Map.of("pipe_id", "a"));
		assertThat(response.ok()).isTrue();
		assertThat(response.data()).hasToString("{\"pipe_id\":\"a\"}");
	}

	@Test
	void statusHasNoData() {
		assertThat(BatchPipeResponses.status(OPERATION, 204).data()).isNull();
	}

	@Test
	void errorHasCodeAndMessage() {
		assertThatExceptionOfType(BatchPipeApiException.Conflict.class)
			.isThrownBy(BatchPipeResponses.error(OPERATION, 409, "conflict", "Taken")::orThrow)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("conflict"))
			.satisfies((ex) -> assertThat(ex.serverMessage()).isEqualTo("Taken"));
	}

	@Test
	void validationErrorHasFieldErrors() {
		assertThatExceptionOfType(BatchPipeApiException.BadRequest.class)
			.isThrownBy(BatchPipeResponses.validationError(OPERATION, Map.of("pipe_name", "No"))::orThrow)
			.satisfies((ex) -> assertThat(ex.fieldErrors()).containsEntry("pipe_name", "No"));
	}

	@Test
	void rateLimitedHasRetryAfter() {
		BatchPipeResponse response = BatchPipeResponses.rateLimited(OPERATION, Duration.ofSeconds(3));
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.retryAfter()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void clientAndTemplateCanBeMocked() {
		BatchPipeClient client = Mockito.mock(BatchPipeClient.class);
		BDDMockito.given(client.createPipe(Map.of()))
			.willReturn(Mono.just(BatchPipeResponses.ok(OPERATION, Map.of("pipe_id", "a"))));
		assertThat(new BatchPipeTemplate(client).createPipe(Map.of()).status()).isEqualTo(200);
		BatchPipeTemplate template = Mockito.mock(BatchPipeTemplate.class);
		BDDMockito.given(template.createPipe(Map.of())).willReturn(BatchPipeResponses.status(OPERATION, 204));
		assertThat(template.createPipe(Map.of()).status()).isEqualTo(204);
	}

}
