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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link BatchPipeApiException} and {@link BatchPipeResponse}.
 */
class BatchPipeApiExceptionTests {

	@ParameterizedTest
	@CsvSource({ "302, BatchPipeApiException", "400, BadRequest", "401, Unauthorized", "403, Forbidden",
			"404, NotFound", "409, Conflict", "413, PayloadTooLarge", "418, BatchPipeApiException",
			"422, BatchPipeApiException", "429, TooManyRequests", "500, ServerError", "503, ServerError",
			"599, ServerError" })
	void whenResponseIsNotOkThenClassTellsTheStatus(int status, String type) {
		BatchPipeApiException ex = BatchPipeApiException.of(response(status, null));
		assertThat(ex.getClass().getSimpleName()).isEqualTo(type);
		assertThat(ex.status()).isEqualTo(status);
		assertThat(ex.operation()).isEqualTo(BatchPipeOperation.CREATE_PIPE);
	}

	@Test
	void whenResponseIsOkThenThereIsNoException() {
		BatchPipeResponse response = response(201, Map.of());
		assertThat(response.orThrow()).isSameAs(response);
		assertThatIllegalArgumentException().isThrownBy(() -> BatchPipeApiException.of(response));
	}

	@Test
	void whenBodyExplainsTheErrorThenMessageDoes() {
		Map<String, Object> errors = new LinkedHashMap<>();
		errors.put("pipe_name", "is bad");
		errors.put("columns.0.type", "is missing");
		Map<String, Object> body = Map.of("error", "validation_error", "message", "Failed", "errors", errors);
		assertThatExceptionOfType(BatchPipeApiException.BadRequest.class).isThrownBy(response(400, body)::orThrow)
			.withMessage("create_pipe: 400 validation_error: Failed [pipe_name: is bad; columns.0.type: is missing]")
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo("validation_error");
				assertThat(ex.serverMessage()).isEqualTo("Failed");
				assertThat(ex.fieldErrors()).containsOnlyKeys("pipe_name", "columns.0.type");
			});
	}

	@Test
	void whenThereAreManyFieldErrorsThenMessageNamesTenAndCountsTheRest() {
		Map<String, Object> errors = new LinkedHashMap<>();
		for (int i = 0; i < 15; i++) {
			errors.put("field" + i, "bad");
		}
		assertThat(BatchPipeApiException.of(response(400, Map.of("errors", errors))).getMessage()).contains("field9")
			.doesNotContain("field10")
			.endsWith("and 5 more]");
	}

	@Test
	void whenServiceAsksToWaitThenExceptionSaysHowLong() {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, "7");
		BatchPipeResponse response = BatchPipeResponse.of(BatchPipeOperation.INGEST, 429, null, headers);
		assertThatExceptionOfType(BatchPipeApiException.TooManyRequests.class).isThrownBy(response::orThrow)
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
	}

	@Test
	void whenExceptionIsSerializedThenItKeepsItsResponse() throws Exception {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, "7");
		BatchPipeApiException ex = BatchPipeApiException.of(BatchPipeResponse.of(BatchPipeOperation.INGEST, 429,
				Map.of("error", "rate_limited", "errors", Map.of("a", "b")), headers));
		BatchPipeApiException copy = (BatchPipeApiException) deserialize(serialize(ex));
		assertThat(copy).hasMessage(ex.getMessage());
		assertThat(copy.status()).isEqualTo(429);
		assertThat(copy.code()).isEqualTo("rate_limited");
		assertThat(copy.fieldErrors()).isEqualTo(ex.fieldErrors());
		assertThat(copy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(copy.response().data()).isEqualTo(ex.response().data());
	}

	@Test
	void whenExceptionOfARepeatedKeyIsSerializedThenTheKeyStaysMasked() throws Exception {
		ApiKey key = ApiKey.of("of-no-form");
		byte[] body = "{\"error\":\"of-no-form\"}".getBytes(StandardCharsets.UTF_8);
		BatchPipeResponse response = new BatchPipeResponse(BatchPipeOperation.INGEST, 401, HttpHeaders.EMPTY,
				ResponseBody.ofError(body, key), 1);
		BatchPipeApiException copy = (BatchPipeApiException) deserialize(serialize(BatchPipeApiException.of(response)));
		assertThat(copy.code()).isEqualTo("******");
		assertThat(copy.response().data()).isEqualTo(response.data());
	}

	@Test
	void whenDataIsReadFromAnErrorThenItIsTheException() {
		assertThatExceptionOfType(BatchPipeApiException.NotFound.class)
			.isThrownBy(() -> response(404, Map.of("id", 1)).dataAs(Map.class));
	}

	@Test
	void whenDataIsOfAnotherTypeThenExceptionSaysWhereAndNotWhat() {
		BatchPipeResponse response = response(201, Map.of("pipe", Map.of("count", "bp_v1_secret")));
		assertThatExceptionOfType(BatchPipeDecodingException.class).isThrownBy(() -> response.dataAs(Created.class))
			.withMessageContaining("Created")
			.withMessageContaining("count")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("bp_v1_secret"))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(201));
	}

	private static BatchPipeResponse response(int status, Object body) {
		return BatchPipeResponse.of(BatchPipeOperation.CREATE_PIPE, status, body);
	}

	static byte[] serialize(Object object) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(object);
		}
		return bytes.toByteArray();
	}

	static Object deserialize(byte[] bytes) throws Exception {
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
			return in.readObject();
		}
	}

	record Created(Pipe pipe) {

	}

	record Pipe(int count) {

	}

}
