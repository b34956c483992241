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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BatchPipeResponse#id(String)}.
 */
class ResponseIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "{\"pipe_id\":\"a\"}", "{\"pipe\":{\"pipe_id\":\"a\",\"pipe_name\":\"orders\"}}",
			"[{\"pipe_id\":\"a\"}]", "{\"data\":{\"pipes\":[{},{\"pipe_id\":\"a\"}]}}",
			"{\"limits\":{\"more\":{\"pipe_id\":\"other\"}},\"pipe\":{\"pipe_id\":\"a\"}}",
			"{\"pipe_id\":{\"pipe_id\":\"a\"}}", "{\"pipe_id\":null,\"pipe\":{\"pipe_id\":\"a\"}}" })
	void whenIdStandsSomewhereThenTheOneNearestToTheTopIsReturned(String body) {
		assertThat(response(201, body).id("pipe_id")).isEqualTo("a");
	}

	@Test
	void whenIdIsAWholeNumberThenItIsReturnedAsText() {
		assertThat(response(201, "{\"origin_id\":17}").id("origin_id")).isEqualTo("17");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "{}", "[]", "\"pipe_id\"", "{\"pipe_id\":null}", "{\"pipe_id\":\" \"}",
			"{\"pipe_id\":true}", "{\"PIPE_ID\":\"a\"}", "{\"pipe_id\":1.5}" })
	void whenThereIsNoIdThenExceptionNamesTheField(String body) {
		assertThatExceptionOfType(BatchPipeDecodingException.class).isThrownBy(() -> response(201, body).id("pipe_id"))
			.withMessage(
					"create_pipe: 201, but the response has no field 'pipe_id' that contains a string or an integer")
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(201));
	}

	@Test
	void whenStatusIsNotSuccessfulThenItIsTheException() {
		assertThatExceptionOfType(BatchPipeApiException.Conflict.class)
			.isThrownBy(() -> response(409, "{\"pipe_id\":\"a\"}").id("pipe_id"));
	}

	@Test
	void whenNameHasNoTextThenItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> response(201, "{}").id(" "));
	}

	private static BatchPipeResponse response(int status, String body) {
		return BatchPipeResponse.of(BatchPipeOperation.CREATE_PIPE, status,
				(body != null) ? JsonBodies.MAPPER.readTree(body) : null);
	}

}
