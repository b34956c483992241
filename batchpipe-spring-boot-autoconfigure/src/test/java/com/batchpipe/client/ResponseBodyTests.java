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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResponseBody}: which bodies are accepted as JSON and which are not.
 */
class ResponseBodyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final GivenResponse response = new GivenResponse();

	private final BatchPipeClient client = this.response.client(ApiKey.of("bp_v1_data"));

	static Stream<Arguments> unreadable() {
		HexFormat hex = HexFormat.of();
		String json = "{\"error\":\"x\"}";
		return Stream.of(Arguments.of("zero", new byte[1]), Arguments.of("zeros", new byte[100]),
				Arguments.of("zero before JSON", ("\0" + json).getBytes(StandardCharsets.UTF_8)),
				Arguments.of("blanks and zero", " \n\0".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("UTF-16 with a mark", json.getBytes(StandardCharsets.UTF_16)),
				Arguments.of("UTF-16BE", json.getBytes(StandardCharsets.UTF_16BE)),
				Arguments.of("UTF-16LE", json.getBytes(StandardCharsets.UTF_16LE)),
				Arguments.of("UTF-32BE", json.getBytes(Charset.forName("UTF-32BE"))),
				Arguments.of("UTF-32LE", json.getBytes(Charset.forName("UTF-32LE"))),
				Arguments.of("blanks in UTF-16", "  ".getBytes(StandardCharsets.UTF_16BE)),
				Arguments.of("ISO-8859-1", "{\"error\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)),
				Arguments.of("much ISO-8859-1",
						"{\"error\":\"%s\u00e9\"}".formatted("x".repeat(5000)).getBytes(StandardCharsets.ISO_8859_1)),
				Arguments.of("gzip", hex.parseHex("1f8b0800000000000000ab56ca2c2e2e4d2d02")),
				Arguments.of("start of gzip", hex.parseHex("1f8b")),
				Arguments.of("byte order mark", hex.parseHex("efbbbf")),
				Arguments.of("byte order mark and blanks", hex.parseHex("efbbbf20200a")),
				Arguments.of("two byte order marks", hex.parseHex("efbbbfefbbbf7b7d")),
				Arguments.of("half a byte order mark", hex.parseHex("efbb7b7d")),
				Arguments.of("number out of range", "{\"error\":1e99999999999}".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("HTML", "<html>".getBytes(StandardCharsets.UTF_8)),
				Arguments.of("two values", "{} {}".getBytes(StandardCharsets.UTF_8)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("unreadable")
	void whenBodyOfASuccessIsNoJsonThenItIsUnreadable(String name, byte[] body) {
		this.response.body(body);
		assertThatExceptionOfType(BatchPipeDecodingException.class)
			.isThrownBy(() -> this.client.listPipes().block(PATIENCE))
			.withMessageContaining("not JSON")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(200));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("unreadable")
	void whenBodyOfAnErrorIsNoJsonThenStatusStandsAndThereIsNoData(String name, byte[] body) {
		this.response.body(body);
		this.response.status(409);
		BatchPipeResponse response = this.client.listPipes().block(PATIENCE);
		assertThat(response.status()).isEqualTo(409);
		assertThat(response.data()).isNull();
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 409 })
	void whenBodyBeginsWithAByteOrderMarkThenItIsSkipped(int status) {
		this.response.body("\ufeff{\"a\":\"\u00fc\"}".getBytes(StandardCharsets.UTF_8));
		this.response.status(status);
		assertThat(this.client.listPipes().block(PATIENCE).data().get("a").stringValue()).isEqualTo("\u00fc");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " \r\n\t", "null", " null\n" })
	void whenBodyIsBlankOrNullThenDataIsNull(String text) {
		this.response.body(text.getBytes(StandardCharsets.UTF_8));
		BatchPipeResponse response = this.client.listPipes().block(PATIENCE);
		assertThat(response.data()).isNull();
		assertThat(response.dataAs(Object.class)).isNull();
		this.response.status(409);
		assertThat(this.client.listPipes().block(PATIENCE).data()).isNull();
	}

	@Test
	void whenBodyOfAnErrorIsAskedForTwiceThenItIsTheSameData() {
		this.response.body("{\"error\":\"gone\",\"more\":[1]}".getBytes(StandardCharsets.UTF_8));
		this.response.status(410);
		BatchPipeResponse response = this.client.listPipes().block(PATIENCE);
		assertThat(response.data()).isSameAs(response.data());
		assertThat(response.data().at("/more/0").intValue()).isOne();
	}

	@Test
	void whenDataOfATestIsNullThenDataIsNull() {
		assertThat(BatchPipeResponse.of(BatchPipeOperation.LIST_PIPES, 200, JsonBodies.MAPPER.nullNode()).data())
			.isNull();
	}

	@Test
	void whenResponseHasTheKeyAsANameThenDataAsDoesNotTellIt() {
		ApiKey key = ApiKey.of("not-of-the-form");
		this.response.body("{\"not-of-the-form\":\"x\",\"bp_v1_minted\":1}".getBytes(StandardCharsets.UTF_8));
		BatchPipeResponse response = this.client.withOptions(CallOptions.none().withApiKey(key))
			.listPipes()
			.block(PATIENCE);
		assertThatExceptionOfType(BatchPipeDecodingException.class)
			.isThrownBy(() -> response.dataAs(new ParameterizedTypeReference<Map<String, Integer>>() {
			}))
			.withMessageContaining("at '******'");
	}

}
