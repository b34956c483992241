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

package com.example.earthquakes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that the feed rejects.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
class FeedLimitsTests {

	private static final int MEGABYTE = 1024 * 1024;

	@Autowired
	private BatchPipeServer server;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "{\"longitude\":1e999,\"latitude\":1,\"magnitude\":1e999}",
			"{\"longitude\":1,\"latitude\":1,\"time\":9000000000000000000}" })
	void whenEarthquakeMakesNoSenseThen400NamesTheFieldAndNothingIsShipped(String earthquake) {
		long before = recordCount();
		assertThat(refusal(earthquake, HttpStatus.BAD_REQUEST)).containsAnyOf("longitude must be", "time must be");
		assertThat(recordCount()).isEqualTo(before);
	}

	@Test
	void whenOneOfSeveralMakesNoSenseThen400TellsWhichAndNoneIsShipped() {
		long before = recordCount();
		assertThat(refusal("[{\"magnitude\":1},{\"magnitude\":2},{\"magnitude\":99}]", HttpStatus.BAD_REQUEST))
			.isEqualTo("Earthquake 3: magnitude must be a number from -5 to 10.");
		assertThat(recordCount()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(ints = { 21, 499, 100_000 })
	void whenJsonIsNestedDeeplyThen400(int depth) {
		String body = "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
		assertThat(refusal(body, HttpStatus.BAD_REQUEST)).startsWith("The JSON exceeds a limit");
	}

	@Test
	void whenNumberIsLongThen400() {
		assertThat(refusal("{\"longitude\":" + "1".repeat(2000) + "}", HttpStatus.BAD_REQUEST))
			.startsWith("The JSON exceeds a limit");
	}

	@Test
	void whenThereAreTooManyEarthquakesThen400() {
		assertThat(refusal("[" + "{},".repeat(60_000) + "{}]", HttpStatus.BAD_REQUEST))
			.startsWith("The JSON exceeds a limit");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"event_id\":", "not json", "NaN", "{\"longitude\":NaN}", "{\"\\ud800\":1}", "" })
	void whenBodyIsNotJsonThen400SaysSo(String body) {
		assertThat(refusal(body, HttpStatus.BAD_REQUEST)).isEqualTo("The request body must be JSON.");
	}

	@Test
	void whenBodyIsTooLargeThen413SaysHowLargeItMayBe() {
		assertThat(refusal("[" + "{},".repeat(2 * MEGABYTE) + "{}]", HttpStatus.CONTENT_TOO_LARGE))
			.contains("larger than 256 KiB");
	}

	@Test
	void whenOneFieldIsTooLargeThen413() {
		assertThat(refusal("{\"a\":\"" + "x".repeat(MEGABYTE) + "\"}", HttpStatus.CONTENT_TOO_LARGE))
			.contains("larger than 256 KiB");
	}

	@Test
	void whenJsonGrowsTooLargeThen413() {
		// The publisher writes 1e6 as 1000000.0.
		String body = "{\"a\":\"" + "x".repeat(150 * 1024) + "\",\"b\":[" + "1e6,".repeat(20_000) + "0]}";
		assertThat(refusal(body, HttpStatus.CONTENT_TOO_LARGE)).startsWith("The JSON of the record is");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUT", "PATCH", "DELETE" })
	void formIsNotRead(String method) {
		client().method(HttpMethod.valueOf(method))
			.uri("/earthquakes")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("a=" + "x".repeat(MEGABYTE))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
	}

	private String refusal(String body, HttpStatus status) {
		ProblemDetailBody problem = client().post()
			.uri("/earthquakes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody(ProblemDetailBody.class)
			.returnResult()
			.getResponseBody();
		assertThat(problem).isNotNull();
		return problem.detail();
	}

	private long recordCount() {
		return this.server.recordCount(this.server.workspace().pipeIds().get(0));
	}

	private RestTestClient client() {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

	private record ProblemDetailBody(String detail) {
	}

}
