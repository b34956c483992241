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
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the earthquake feed with the {@code outbox} profile.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.datasource.url=jdbc:h2:mem:outbox")
@ActiveProfiles("outbox")
@AutoConfigureBatchPipeServer(pipes = OutboxProfileTests.PIPE)
class OutboxProfileTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private JdbcClient jdbc;

	@LocalServerPort
	private int port;

	@Test
	void whenBatchPipeIsStoppedThenTheEventArrivesAfterItsStart() {
		this.server.pause();
		assertThat(post(Map.of("event_id", "my-3", "magnitude", 6.5))).isEqualTo(HttpStatus.ACCEPTED);
		this.server.resume();
		assertThat(this.server).awaitRecords(PIPE, 1, TIMEOUT).records().singleElement().satisfies((record) -> {
			assertThat(record.get("event_id").asString()).isEqualTo("my-3");
			assertThat(record.get("record_id").asString()).hasSize(36);
		});
	}

	@Test
	void whenAnEventIsInvalidThenNothingIsKept() {
		long before = kept();
		assertThat(post(Map.of("event_id", "my-4", "magnitude", 60))).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(kept()).isEqualTo(before);
	}

	private long kept() {
		return this.jdbc.sql("select count(*) from EARTHQUAKE").query(Long.class).single();
	}

	private HttpStatus post(Map<String, Object> event) {
		return HttpStatus.valueOf(RestTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + this.port)
			.build()
			.post()
			.uri("/earthquakes")
			.contentType(MediaType.APPLICATION_JSON)
			.body(event)
			.exchange()
			.returnResult()
			.getStatus()
			.value());
	}

}
