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

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

/**
 * Tests for requests that pages of other sites make a browser send to a development run.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
@Import(EmbeddedBatchPipeSwitch.class)
class CrossSiteRequestTests {

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "https://evil.example", "http://127.0.0.1:1", "https://127.0.0.1", "null", "%%%", "x" })
	void formOfAnotherSiteDoesNotStopBatchPipe(String origin) {
		RestTestClient.RequestBodySpec request = post("/batchpipe/stop", (headers) -> headers.add("Origin", origin));
		request.contentType(MediaType.TEXT_PLAIN).body("a=b").exchange().expectStatus().isForbidden();
		expectHealth(HttpStatus.OK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/batchpipe/start", "/earthquakes" })
	void scriptOfAnotherSiteSendsNothing(String path) {
		RestTestClient.RequestBodySpec request = post(path, (headers) -> headers.setOrigin("https://evil.example"));
		request.contentType(MediaType.APPLICATION_JSON)
			.body("{\"event_id\":\"my-1\"}")
			.exchange()
			.expectStatus()
			.isForbidden();
	}

	@Test
	void browserIsNotAllowedToSendJsonForAnotherSite() {
		client().method(HttpMethod.OPTIONS)
			.uri("/earthquakes")
			.header("Origin", "https://evil.example")
			.header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.exchange()
			.expectStatus()
			.isForbidden()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin");
	}

	@Test
	void formContentTypesAreNotTakenForEarthquakes() {
		for (MediaType type : new MediaType[] { MediaType.TEXT_PLAIN, MediaType.APPLICATION_FORM_URLENCODED }) {
			post("/earthquakes", (headers) -> {
			}).contentType(type)
				.body("{\"event_id\":\"my-1\"}")
				.exchange()
				.expectStatus()
				.isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		}
	}

	@Test
	void commandLineStopsAndStartsBatchPipe() {
		post("/batchpipe/stop", (headers) -> {
		}).exchange().expectStatus().isNoContent();
		expectHealth(HttpStatus.SERVICE_UNAVAILABLE);
		post("/batchpipe/start", (headers) -> {
		}).exchange().expectStatus().isNoContent();
		expectHealth(HttpStatus.OK);
	}

	@Test
	void pageOfTheFeedSendsWhatItLikes() {
		post("/earthquakes", (headers) -> headers.setOrigin("http://127.0.0.1:" + this.port))
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"event_id\":\"my-1\"}")
			.exchange()
			.expectStatus()
			.isAccepted();
	}

	private RestTestClient.RequestBodySpec post(String path, Consumer<HttpHeaders> headers) {
		return client().post().uri(path).headers(headers);
	}

	private void expectHealth(HttpStatus status) {
		client().get().uri("/actuator/health/batchpipe").exchange().expectStatus().isEqualTo(status);
	}

	private RestTestClient client() {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

}
