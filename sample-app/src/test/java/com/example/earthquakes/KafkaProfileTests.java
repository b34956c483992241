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

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the feed with a topic of an embedded broker.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureBatchPipeServer
@ActiveProfiles("kafka")
@Import(EmbeddedBroker.class)
class KafkaProfileTests {

	private static final int WEEK = 1707;

	@Autowired
	private BatchPipeServer server;

	@Value("${batchpipe.kafka.routes.earthquakes.pipe-id}")
	private String pipeId;

	@LocalServerPort
	private int port;

	@Test
	void whatIsPostedGoesThroughATopicToThePipe() {
		RestTestClient client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
		client.post()
			.uri("/earthquakes")
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"event_id\":\"my-1\",\"magnitude\":4.2}")
			.exchange()
			.expectStatus()
			.isAccepted();
		assertThat(this.server.awaitRecords(this.pipeId, WEEK + 1, Duration.ofSeconds(30))).isTrue();
		client.get().uri("/actuator/batchpipekafka").exchange().expectStatus().isOk();
	}

}
