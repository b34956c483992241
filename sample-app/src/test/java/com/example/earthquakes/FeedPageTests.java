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

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the resources and the data of the page.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
class FeedPageTests {

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private JsonMapper jsonMapper;

	@LocalServerPort
	private int port;

	@Test
	void feedTellsTheEarthquakesThatWereShippedInParts() {
		JsonNode earthquakes = feed(0).get("earthquakes");
		assertThat(earthquakes.size()).isEqualTo(1000);
		assertThat(feed(1000).get("earthquakes").size()).isGreaterThanOrEqualTo(700);
		JsonNode first = earthquakes.get(0);
		assertThat(first.get("sequence").asLong()).isOne();
		assertThat(first.get("longitude").asDouble()).isEqualTo(-118.6671667);
		assertThat(first.get("magnitude").asDouble()).isEqualTo(2);
		assertThat(first.get("place").asString()).isEqualTo("4km W of Castaic, CA");
	}

	@Test
	void feedTellsOnlyWhatIsNew() {
		long last = feed(0).get("sequence").asLong();
		assertThat(feed(last).get("earthquakes").size()).isZero();
		post("{\"longitude\":12.5,\"latitude\":41.9,\"place\":\"Rome\"}");
		await().until(() -> feed(last).get("earthquakes").size() > 0);
		JsonNode earthquakes = feed(last).get("earthquakes");
		assertThat(earthquakes.size()).isOne();
		assertThat(earthquakes.get(0).get("place").asString()).isEqualTo("Rome");
		assertThat(earthquakes.get(0).get("magnitude").isNull()).isTrue();
	}

	@Test
	void earthquakeWithoutPlaceOnTheMapIsCountedOnly() {
		JsonNode before = feed(0);
		post("{\"event_id\":\"my-1\"}");
		await().until(() -> count(feed(0), "delivered") == count(before, "delivered") + 1);
		assertThat(feed(0).get("sequence")).isEqualTo(before.get("sequence"));
	}

	@Test
	void whenBatchPipeRefusesThenTheEarthquakeIsCountedAsFailed() {
		JsonNode before = feed(0);
		this.server.on(BatchPipeOperation.INGEST).respond(400);
		post("{\"longitude\":12.5,\"latitude\":41.9}");
		await().until(() -> count(feed(0), "failed") == count(before, "failed") + 1);
		JsonNode after = feed(0);
		assertThat(count(after, "accepted")).isEqualTo(count(before, "accepted") + 1);
		assertThat(count(after, "buffered")).isZero();
		assertThat(after.get("sequence")).isEqualTo(before.get("sequence"));
	}

	@Test
	void whileBatchPipeIsDownTheEarthquakeIsBuffered() {
		JsonNode before = feed(0);
		this.server.pause();
		post("{\"event_id\":\"my-1\"}");
		assertThat(count(feed(0), "buffered")).isEqualTo(count(before, "buffered") + 1);
		this.server.resume();
		await().until(() -> count(feed(0), "delivered") == count(before, "delivered") + 1);
		assertThat(count(feed(0), "buffered")).isZero();
	}

	@Test
	void feedTellsTheTimerOfEachOperation() {
		JsonNode timers = feed(0).get("timers");
		assertThat(timers.findValuesAsString("operation")).contains("create_pipe", "ingest", "list_pipes").isSorted();
		timers.forEach((timer) -> {
			assertThat(timer.get("calls").asLong()).isPositive();
			assertThat(timer.get("meanMillis").asDouble()).isPositive();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/feed.js", "/earthquake.js", "/map.js", "/land.js", "/poller.js", "/feed.css",
			"/favicon.svg" })
	void everyPartOfThePageForbidsOtherHosts(String path) {
		client().get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Content-Security-Policy", ContentSecurityPolicyFilter.POLICY);
	}

	private JsonNode feed(long after) {
		String body = client().get()
			.uri("/feed?after=" + after)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		return this.jsonMapper.readTree(body);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	private static long count(JsonNode feed, String name) {
		return feed.get("counts").get(name).asLong();
	}

	private void post(String earthquake) {
		client().post()
			.uri("/earthquakes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(earthquake)
			.exchange()
			.expectStatus()
			.isAccepted();
	}

	private RestTestClient client() {
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
	}

}
