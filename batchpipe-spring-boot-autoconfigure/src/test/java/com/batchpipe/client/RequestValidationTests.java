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

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for requests that the client rejects before it sends them.
 */
class RequestValidationTests {

	private static final String[] BAD_IDS = { null, "", " ", ".", "..", "a\nb", "a\r\nHost: b", "\u0000", "\u007f",
			"a\u0085", "a\u009b", "a\u202eb", "a\u2028", "\ufeffa", "a\u200b", "\ud83d", "a\ud83d", "\ude00b",
			"\ude00\ud83d", "a\ud83d/\ude00" };

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl("http://localhost")
		.apiKey(ApiKey.of("bp_v1_validation"))
		.webClientBuilder(WebClient.builder().exchangeFunction((request) -> {
			throw new AssertionError("A request was sent");
		}))
		.build();

	static Stream<Arguments> badIds() {
		return Arrays.stream(BatchPipeOperation.values())
			.filter((operation) -> !operation.pathVariables().isEmpty())
			.flatMap((operation) -> Arrays.stream(BAD_IDS).map((id) -> Arguments.of(operation, id)));
	}

	@ParameterizedTest
	@MethodSource("badIds")
	void whenFirstIdWouldChangeThePathThenItIsRefused(BatchPipeOperation operation, String id) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OperationCall.of(operation).withIds(id, OperationCall.OTHER).on(this.client).block());
	}

	@ParameterizedTest
	@MethodSource("badIds")
	void whenLastIdWouldChangeThePathThenItIsRefused(BatchPipeOperation operation, String id) {
		OperationCall call = (operation.pathVariables().size() > 1)
				? OperationCall.of(operation).withIds(OperationCall.PIPE, id)
				: OperationCall.of(operation).withIds(id, id);
		assertThatIllegalArgumentException().isThrownBy(() -> call.on(this.client).block())
			.withMessageContaining((operation.pathVariables().size() > 1) ? camelCase(operation) : "Id'");
	}

	@Test
	void whenIdHasAWholeSurrogatePairThenItIsEncoded() {
		assertThat(BaseUrl.of("http://localhost").resolve(BatchPipeOperation.GET_PIPE, "\ud83d\ude00").getRawPath())
			.isEqualTo("/v1/pipes/%F0%9F%98%80");
		PathVariables.check("pipeId", "a\ud83d\ude00b");
	}

	private static String camelCase(BatchPipeOperation operation) {
		return operation.pathVariables().get(1).replace("_id", "Id");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "\t\r\n", "bp_v1_s3cret\r\nX-Evil: 1", "bp_v1_s3cret\u0000", "bp_v1 s3cret",
			"bp_v1_s3cret\u00e9", "bp_v1_s3cret\u007f" })
	void whenKeyCannotBeAHeaderThenItIsRefusedWithoutBeingRepeated(String secret) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiKey.of(secret))
			.withMessageContaining("'apiKey'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("s3cret"));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "https://a\r\nX-Evil: 1", "https://a b", "https://a\u0000", "https://\u00e9" })
	void whenOriginCannotBeAHeaderThenItIsRefused(String origin) {
		assertThatIllegalArgumentException().isThrownBy(() -> IngestOptions.none().withOrigin(origin))
			.withMessageContaining("'origin'");
	}

	static Stream<Object> badRecords() {
		return Stream.of("{}", new byte[] { '{', '}' }, new StringBuilder("{}"), 42, true, Flux.just(Map.of()),
				RawJson.of(""), RawJson.of(" \n"), RawJson.of("42"), RawJson.of("\"text\""), RawJson.of("null"),
				RawJson.of("{"), RawJson.of("[{}"), RawJson.of(" {\"a\":1] "), RawJson.of("\ufeff{}"),
				RawJson.of("xx{}xx".getBytes(StandardCharsets.UTF_8), 0, 4), new Unwritable());
	}

	@ParameterizedTest
	@MethodSource("badRecords")
	@NullSource
	void whenRecordsAreNoObjectOrArrayThenTheyAreRefused(Object records) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.ingest(OperationCall.PIPE, records).block())
			.withMessageContaining("'records'");
	}

	@Test
	void whenGetterFailsThenItsExceptionIsTheCauseAndNothingOfTheRecordIsKept() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client
				.ingest(OperationCall.PIPE, List.of(Map.of("card", "4111111111111111"), new Unwritable()))
				.block())
			.withMessageContaining("'records' of operation ingest")
			.withMessageContaining("at '[1].value'")
			.withCauseInstanceOf(IllegalStateException.class)
			.satisfies((ex) -> assertThat(ObjectGraph.of(ex).strings())
				.noneMatch((text) -> text.contains("4111111111111111")));
	}

	@Test
	void whenPartOfAnArrayIsReadyJsonThenOnlyThePartIsChecked() {
		byte[] array = "xx{} xx".getBytes(StandardCharsets.UTF_8);
		JsonBodies bodies = new JsonBodies(JsonBodies.MAPPER);
		assertThat(bodies.encodeRecords(RawJson.of(array, 2, 3)).length()).isEqualTo(3);
		assertThat(bodies.encodeBody(BatchPipeOperation.CREATE_PIPE, RawJson.of(array, 2, 3)).length()).isEqualTo(3);
	}

	static Stream<Arguments> badReadyJson() {
		List<RawJson> bodies = Stream
			.of("", " ", "{", "{\"a\":}", "nope", "{}{}", "{} 1", "1 2", "[1,]", "\ufeff{}", "{}\0", "\0{}")
			.map(RawJson::of)
			.toList();
		RawJson utf16 = RawJson.of("{}".getBytes(StandardCharsets.UTF_16LE));
		RawJson latin = RawJson.of("{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
		return Arrays.stream(BatchPipeOperation.values())
			.filter(RequestValidationTests::hasBody)
			.flatMap((operation) -> Stream.concat(bodies.stream(), Stream.of(utf16, latin))
				.map((body) -> Arguments.of(operation, body)));
	}

	private static boolean hasBody(BatchPipeOperation operation) {
		return operation != BatchPipeOperation.INGEST
				&& List.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH).contains(operation.method());
	}

	@ParameterizedTest
	@MethodSource("badReadyJson")
	void whenReadyJsonOfABodyIsNoJsonThenItIsRefused(BatchPipeOperation operation, RawJson json) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> OperationCall.of(operation).withBody(json).on(this.client).block())
			.withMessageContaining("'body' of operation " + operation)
			.withNoCause();
	}

	@Test
	void whenClientHasNoKeyThenManagementCallSaysWhichPropertyToSet() {
		BatchPipeClient keyless = BatchPipeClient.builder().baseUrl("http://localhost").build();
		assertThatIllegalStateException().isThrownBy(() -> keyless.listPipes().block())
			.withMessageContaining("list_pipes")
			.withMessageContaining("'batchpipe.api-key'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "secret_key", "auth_header" })
	void whenBodyWouldOverwriteASecretByTheMarkerThenItIsRefusedWithItsPath(String name) {
		Map<String, Object> body = Map.of("destinations",
				List.of(Map.of(), Map.of("destination_config", Map.of(name, "[redacted]"))));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.updateDestination(OperationCall.PIPE, OperationCall.OTHER, body).block())
			.withMessage("'body' of operation update_destination contains the marker [redacted] at "
					+ "'destinations.1.destination_config." + name
					+ "', which would overwrite the real secret. Send the real secret instead");
	}

	@Test
	void whenReadyJsonWouldOverwriteASecretByTheMarkerThenItIsRefused() {
		RawJson body = RawJson.of("{\"destination_config\":{\"password\":\"[\\u0072edacted]\"}}");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.createDestination(OperationCall.PIPE, body).block())
			.withMessageContaining("'destination_config.password'");
	}

	@Test
	void whenBodyIsNestedUnderLongNamesThenFindingTheMarkerTakesLittleMemory() {
		String json = ("{\"" + "n".repeat(40_000) + "\":").repeat(99) + "[" + "{},".repeat(10_000)
				+ "{\"password\":\"[redacted]\"}]" + "}".repeat(99);
		RawJson body = RawJson.of(json);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.createPipe(body).block())
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(1000));
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20L * json.length());
	}

	@Test
	void whenMarkerIsNoSecretThenItIsJustText() {
		JsonBodies bodies = new JsonBodies(JsonBodies.MAPPER);
		RawJson json = bodies.encodeBody(BatchPipeOperation.UPDATE_PIPE,
				Map.of("description", "[redacted]", "password", Map.of("hint", "[redacted]")));
		assertThat(json.bytes()).asString().contains("[redacted]");
	}

	@Test
	void whenRecordsContainTheMarkerThenTheyAreTheUsersOwn() {
		JsonBodies bodies = new JsonBodies(JsonBodies.MAPPER);
		assertThat(bodies.encodeRecords(Map.of("password", "[redacted]")).bytes()).asString()
			.isEqualTo("{\"password\":\"[redacted]\"}");
	}

	@JsonAutoDetect(getterVisibility = JsonAutoDetect.Visibility.ANY)
	static final class Unwritable {

		String getValue() {
			throw new IllegalStateException("no value");
		}

	}

}
