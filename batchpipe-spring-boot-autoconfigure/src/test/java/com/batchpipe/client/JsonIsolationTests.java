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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the application's JSON settings apply to its own records only.
 */
class JsonIsolationTests {

	private static final JsonMapper APPLICATION_MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL)
			.withContentInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private String sent;

	private String response = "{}";

	private final BatchPipeClient client = BatchPipeClient.builder()
		.baseUrl("http://localhost")
		.apiKey(ApiKey.of("bp_v1_json"))
		.recordMapper(APPLICATION_MAPPER)
		.webClientBuilder(WebClient.builder().exchangeFunction(this::exchange))
		.build();

	private Mono<ClientResponse> exchange(ClientRequest request) {
		MockClientHttpRequest message = new MockClientHttpRequest(request.method(), request.url());
		return request.writeTo(message, ExchangeStrategies.withDefaults())
			.then(Mono.defer(message::getBodyAsString))
			.onErrorReturn(IllegalStateException.class, "no body")
			.doOnNext((body) -> this.sent = body)
			.then(Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.OK)
				.header("Content-Type", "text/plain")
				.body(this.response)
				.build()));
	}

	@Test
	void whenApplicationHasItsOwnMapperThenRecordsAreWrittenByIt() {
		this.client.ingest(OperationCall.PIPE, List.of(new Order("a", null))).block();
		assertThat(this.sent).isEqualTo("[{\"order_id\":\"a\"}]");
	}

	@Test
	void whenApplicationHasItsOwnMapperThenOtherBodiesAreNotWrittenByIt() {
		this.client.createPipe(new Order("a", null)).block();
		assertThat(this.sent).isEqualTo("{\"orderId\":\"a\",\"note\":null}");
	}

	@Test
	void whenBodyIsAMapWithNullThenNullIsSent() {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("fieldName", null);
		this.client.updatePipe(OperationCall.PIPE, body).block();
		assertThat(this.sent).isEqualTo("{\"fieldName\":null}");
	}

	@Test
	void whenApplicationHasItsOwnMapperThenResponsesAreNotReadByIt() {
		this.response = "{\"orderId\":\"a\",\"order_id\":\"b\",\"note\":null}";
		BatchPipeResponse response = this.client.listPipes().block();
		assertThat(response.dataAs(Order.class)).isEqualTo(new Order("a", null));
	}

	@Test
	void whenBodyIsReadyJsonThenItIsSentAsItIs() {
		this.client.ingest(OperationCall.PIPE, RawJson.of(" [ {\"a\" : 1.0} ] ")).block();
		assertThat(this.sent).isEqualTo(" [ {\"a\" : 1.0} ] ");
	}

	@Test
	void whenBodyHasDecimalsThenTheyStayExact() {
		this.client
			.setPipeLimits(OperationCall.PIPE,
					Map.of("pl_ingest_x", new BigDecimal("12345678901234567890.123456789012345678900")))
			.block();
		assertThat(this.sent).isEqualTo("{\"pl_ingest_x\":12345678901234567890.123456789012345678900}");
	}

	@Test
	void whenResponseHasNumbersThenTheyStayExact() {
		this.response = "{\"d\":0.10000000000000000000000000010,\"i\":123456789012345678901234567890}";
		BatchPipeResponse response = this.client.listPipes().block();
		assertThat(response.data().get("d").decimalValue())
			.isEqualTo(new BigDecimal("0.10000000000000000000000000010"));
		assertThat(response.dataAs(new ParameterizedTypeReference<Map<String, Object>>() {
		})).containsEntry("d", new BigDecimal("0.10000000000000000000000000010"))
			.containsEntry("i", new BigInteger("123456789012345678901234567890"));
	}

	@Test
	void whenResponseHasUnknownFieldsThenTheyAreKeptAsDataAndIgnoredAsObject() {
		this.response = "{\"orderId\":\"a\",\"added\":{\"later\":[1]}}";
		BatchPipeResponse response = this.client.listPipes().block();
		assertThat(response.data().at("/added/later/0").intValue()).isOne();
		assertThat(response.dataAs(Order.class).orderId()).isEqualTo("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>", "{\"a\":1", "{} {}", "bp_v1_minted", "{\"secret\":\"bp_v1_minted\",}" })
	void whenResponseIsNoJsonThenExceptionSaysWhereAndNotWhat(String body) {
		this.response = body;
		assertThatExceptionOfType(BatchPipeDecodingException.class)
			.isThrownBy(() -> this.client.createApiKey(Map.of()).block())
			.withMessageContaining("line 1, column")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(200))
			.satisfies((ex) -> assertThat(ObjectGraph.of(ex).strings())
				.noneMatch((text) -> text.contains("bp_v1_minted")));
	}

	@Test
	void whenResponseIsNestedTooDeepThenItIsADecodingFailure() {
		this.response = "[".repeat(100_000) + "]".repeat(100_000);
		assertThatExceptionOfType(BatchPipeDecodingException.class).isThrownBy(() -> this.client.listPipes().block());
	}

	@Test
	void whenResponseIsBlankThenDataIsNull() {
		this.response = " \r\n\t";
		assertThat(this.client.listPipes().block().data()).isNull();
	}

	@Test
	void whenResponseHasTextOfTheWorldThenItIsReadAsUtf8() {
		this.response = "{\"n\":\"Z\u00fcrich \u65e5\u672c \ud83d\ude80\"}";
		assertThat(this.client.listPipes().block().data().get("n").stringValue().getBytes(StandardCharsets.UTF_8))
			.isEqualTo("Z\u00fcrich \u65e5\u672c \ud83d\ude80".getBytes(StandardCharsets.UTF_8));
	}

	record Order(String orderId, String note) {

	}

}
