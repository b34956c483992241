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

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.client.BatchPipeOperation;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the responses that a browser receives when a page sends records to the
 * embedded server.
 */
class CrossOriginIngestTests {

	private static final String ORIGIN = "http://localhost:5173";

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("clicks");

	private final String closedPipe = this.server.createPipe("orders");

	@BeforeEach
	void allowOrigin() {
		this.server.client().addAllowedOrigin(this.pipe, Map.of("origin", ORIGIN)).block(Duration.ofSeconds(10));
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void whenTheOriginIsAllowedThenTheBrowserMaySendAndRead() throws Exception {
		HttpResponse<String> preflight = preflight("/v1/ingest/" + this.pipe, ORIGIN);
		assertThat(preflight.statusCode()).isEqualTo(204);
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
			.hasValueSatisfying((methods) -> assertThat(methods).contains("POST"));
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers")).contains("content-type");
		HttpResponse<String> response = send(
				request("/v1/ingest/" + this.pipe, ORIGIN).POST(BodyPublishers.ofString("{\"id\":1}")));
		assertThat(response.statusCode()).isEqualTo(202);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
		assertThat(response.headers().firstValue("Vary")).contains("Origin");
	}

	@Test
	void whenTheServerFailsThenThePageSeesIt() throws Exception {
		this.server.on(BatchPipeOperation.INGEST).respond(503);
		HttpResponse<String> response = send(
				request("/v1/ingest/" + this.pipe, ORIGIN).POST(BodyPublishers.ofString("{\"id\":1}")));
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(ORIGIN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:5174", "null", "*" })
	void whenTheOriginIsNotAllowedThenTheBrowserMayNotSend(String origin) throws Exception {
		HttpResponse<String> preflight = preflight("/v1/ingest/" + this.pipe, origin);
		assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		assertThat(preflight.statusCode()).isGreaterThanOrEqualTo(400);
	}

	@Test
	void originOfOnePipeIsNotThatOfAnother() throws Exception {
		assertThat(
				preflight("/v1/ingest/" + this.closedPipe, ORIGIN).headers().firstValue("Access-Control-Allow-Origin"))
			.isEmpty();
	}

	@Test
	void managementIsNotForPages() throws Exception {
		assertThat(preflight("/v1/pipes/" + this.pipe, ORIGIN).headers().firstValue("Access-Control-Allow-Origin"))
			.isEmpty();
		assertThat(send(request("/v1/pipes/" + this.pipe, ORIGIN)
			.header("Authorization", "Bearer " + this.server.apiKey().reveal())
			.GET()).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	private HttpResponse<String> preflight(String path, String origin) throws Exception {
		return send(request(path, origin).header("Access-Control-Request-Method", "POST")
			.header("Access-Control-Request-Headers", "content-type")
			.method("OPTIONS", BodyPublishers.noBody()));
	}

	private HttpRequest.Builder request(String path, String origin) {
		return HttpRequest.newBuilder(URI.create(this.server.url() + path))
			.header("Origin", origin)
			.timeout(Duration.ofSeconds(10));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

}
