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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.RecordedRequest;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the earthquake feed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
class EarthquakeFeedApplicationTests {

	private static final int WEEK = 1707;

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Autowired
	private BatchPipeServer server;

	@LocalServerPort
	private int port;

	@Test
	void createsItsPipeAndShipsTheWeekInOrder() {
		List<JsonNode> records = this.server.records(pipeId());
		assertThat(records).hasSize(WEEK);
		assertThat(records.get(0).get("event_id").asString()).isEqualTo("ci37868143");
		assertThat(records.stream().map((record) -> record.get("time").asLong()).toList())
			.isSortedAccordingTo((one, other) -> Long.compare(other, one));
	}

	@Test
	void shipsInArraysOf500() {
		assertThat(this.server.requests(BatchPipeOperation.INGEST)).map((request) -> request.json().size())
			.contains(500)
			.allMatch((size) -> size <= 500);
	}

	@Test
	void whenPipeIsThereThenItIsNotCreatedAgain(@Autowired EarthquakeWeekShipper shipper,
			@Autowired EarthquakeFeedProperties properties) throws Exception {
		shipper.run(new DefaultApplicationArguments());
		assertThat(this.server.requests(BatchPipeOperation.CREATE_PIPE)).hasSize(1);
		assertThat(this.server.recordCount(pipeId())).isEqualTo(2 * WEEK);
		assertThat(properties.pipeName()).isEqualTo("earthquakes");
	}

	@Test
	void shipsAnEarthquakeThatIsPosted() {
		post("{\"event_id\":\"my-1\",\"magnitude\":4.2}").expectStatus()
			.isAccepted()
			.expectBody()
			.json("{\"accepted\":1}");
		assertThat(this.server.awaitRecords(pipeId(), WEEK + 1, TIMEOUT)).isTrue();
		assertThat(lastIngest().bodyAsString()).isEqualTo("[{\"event_id\":\"my-1\",\"magnitude\":4.2}]");
	}

	@Test
	void shipsAnArrayThatIsPosted() {
		post("[{\"event_id\":\"my-1\"},{\"event_id\":\"my-2\"}]").expectStatus()
			.isAccepted()
			.expectBody()
			.json("{\"accepted\":2}");
		assertThat(this.server.awaitRecords(pipeId(), WEEK + 2, TIMEOUT)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"event_id\":", "not json", "42", "\"text\"", "null", "[]", "[{\"event_id\":\"my-1\"},7]" })
	void whenBodyHasNoRecordsThen400WithProblemDetailAndNothingIsShipped(String body) {
		post(body).expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(400);
		assertThat(this.server.recordCount(pipeId())).isEqualTo(WEEK);
	}

	@Test
	void whenBatchPipeFailsThenTheEarthquakeIsBufferedAndShippedLater() {
		this.server.on(BatchPipeOperation.INGEST).times(2).respond(500);
		post("{\"event_id\":\"my-1\"}").expectStatus().isAccepted();
		assertThat(this.server.awaitRecords(pipeId(), WEEK + 1, TIMEOUT)).isTrue();
		assertThat(this.server.requests(BatchPipeOperation.INGEST)).hasSizeGreaterThanOrEqualTo(4 + 3);
	}

	@Test
	void healthHasTheComponent() {
		client().get()
			.uri("/actuator/health")
			.exchange()
			.expectBody()
			.jsonPath("$.components.batchpipe.status")
			.isEqualTo("UP");
	}

	@Test
	void whenBatchPipeIsStoppedThenHealthIsDown() {
		this.server.pause();
		client().get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectBody()
			.jsonPath("$.components.batchpipe.status")
			.isEqualTo("DOWN");
	}

	@Test
	void eachOperationThatWasCalledHasATimer() {
		for (String operation : List.of("list_pipes", "create_pipe", "ingest")) {
			client().get()
				.uri("/actuator/metrics/batchpipe.client.requests?tag=operation:" + operation)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody()
				.jsonPath("$.availableTags[*].tag")
				.value((tags) -> assertThat(tags).asInstanceOf(InstanceOfAssertFactories.LIST)
					.contains("status", "outcome"));
		}
	}

	@Test
	void requestsOfAllPipesHaveOneUri() {
		client().get()
			.uri("/actuator/metrics/http.client.requests?tag=uri:/v1/ingest/{pipe_id}", Map.of("pipe_id", "{pipe_id}"))
			.exchange()
			.expectStatus()
			.isOk();
	}

	private RestTestClient client() {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

	private RestTestClient.ResponseSpec post(String body) {
		return client().post().uri("/earthquakes").contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private String pipeId() {
		return this.server.workspace().pipeIds().get(0);
	}

	private RecordedRequest lastIngest() {
		List<RecordedRequest> requests = this.server.requests(BatchPipeOperation.INGEST);
		return requests.get(requests.size() - 1);
	}

}
