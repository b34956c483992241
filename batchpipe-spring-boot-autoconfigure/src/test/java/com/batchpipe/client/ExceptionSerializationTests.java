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
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that exceptions can be serialized, whatever they contain.
 */
class ExceptionSerializationTests {

	static Stream<BatchPipeException> failures() {
		Throwable cause = new IOException("outer", new UnserializableException("inner"));
		return Stream.of(
				new BatchPipeTransportException(BatchPipeOperation.INGEST, 2, RequestSent.UNKNOWN, "broken", cause),
				new BatchPipeTimeoutException(BatchPipeOperation.INGEST, 2, RequestSent.UNKNOWN, "late", cause),
				new BatchPipeDecodingException(BatchPipeOperation.INGEST, 2, 202, "no JSON", cause));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenCauseCannotBeSerializedThenACopyIs(BatchPipeException ex) throws Exception {
		BatchPipeException copy = copy(ex);
		assertThat(copy).hasSameClassAs(ex).hasMessage(ex.getMessage()).hasRootCauseMessage("inner");
		assertThat(copy.getStackTrace()).isEqualTo(ex.getStackTrace());
		assertThat(copy).usingRecursiveComparison().ignoringFields("cause").isEqualTo(ex);
		assertThat(copy.getCause().getCause()).hasToString(UnserializableException.class.getName() + ": inner");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenSuppressedExceptionCannotBeSerializedThenACopyIs(BatchPipeException ex) throws Exception {
		ex.addSuppressed(new UnserializableException("suppressed"));
		ex.addSuppressed(nested(new UnserializableException("deep")));
		assertThat(copy(ex).getSuppressed()).extracting(Throwable::getMessage)
			.containsExactly("suppressed", "health: nested");
	}

	@ParameterizedTest
	@ValueSource(ints = { 307, 400, 401, 403, 404, 409, 413, 418, 429, 500, 503 })
	void whenResponseWasAnErrorThenItIsSerializedWithWhatIsSuppressed(int status) throws Exception {
		BatchPipeResponse response = new BatchPipeResponse(BatchPipeOperation.GET_PIPE, status, new HttpHeaders(),
				ResponseBody.ofError("{\"error\":\"no\"}".getBytes(StandardCharsets.UTF_8), null), 2)
			.after(EarlierAttempts.of(null, nested(new UnserializableException("deep"))));
		BatchPipeApiException ex = BatchPipeApiException.of(response);
		ex.addSuppressed(new UnserializableException("suppressed"));
		BatchPipeApiException copy = (BatchPipeApiException) copy(ex);
		assertThat(copy).hasSameClassAs(ex).hasMessage(ex.getMessage());
		assertThat(copy.status()).isEqualTo(status);
		assertThat(copy.code()).isEqualTo("no");
		assertThat(copy.getSuppressed()).extracting(Throwable::getMessage)
			.containsExactly("health: nested", "suppressed");
	}

	@Test
	void whenEverythingCanBeSerializedThenItIsNotCopied() throws Exception {
		BatchPipeException ex = nested(new IOException("reset"));
		assertThat(copy(ex).getCause()).isExactlyInstanceOf(IOException.class).hasMessage("reset");
	}

	private static BatchPipeException nested(Throwable cause) {
		return new BatchPipeTransportException(BatchPipeOperation.HEALTH, 1, RequestSent.NO, "nested", cause);
	}

	private static BatchPipeException copy(BatchPipeException ex) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(ex);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return (BatchPipeException) in.readObject();
		}
	}

	private static final class UnserializableException extends RuntimeException {

		final Object request = new Object();

		UnserializableException(String message) {
			super(message);
		}

	}

}
