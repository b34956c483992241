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

package com.batchpipe.test.publisher;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the publisher's meters match the counts of the server.
 */
@SpringBootTest(classes = PublisherMetersTests.Application.class,
		properties = { "batchpipe.publisher.max-batch-records=50", "batchpipe.publisher.min-backoff=1ms",
				"batchpipe.publisher.max-backoff=10ms", "batchpipe.publisher.linger=1ms" })
@AutoConfigureBatchPipeServer(pipes = { PublisherMetersTests.ORDERS, PublisherMetersTests.CLICKS })
class PublisherMetersTests {

	static final String ORDERS = "01890a5d-ac96-774b-bcce-b302099a8057";

	static final String CLICKS = "01890a5d-ac96-774b-bcce-b302099a8058";

	private static final int RECORDS = 10_000;

	private static final Duration WAIT = Duration.ofSeconds(60);

	@Autowired
	private BatchPipePublisher publisher;

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private MeterRegistry registry;

	@Test
	void whenRunHasEndedThenMetersAreTheCountsOfTheServer() {
		this.server.on(BatchPipeOperation.INGEST).times(5).respond(500);
		this.server.on(BatchPipeOperation.INGEST).times(2).rateLimited(Duration.ZERO);
		this.server.on(BatchPipeOperation.INGEST).times(1).respond(409);
		for (int i = 0; i < RECORDS; i++) {
			this.publisher.publish((i % 3 == 0) ? ORDERS : CLICKS, Map.of("n", i));
		}
		assertThat(this.publisher.flush(WAIT).complete()).isTrue();
		PublisherStats stats = Accounts.assertBalanced(this.publisher);
		for (String pipe : List.of(ORDERS, CLICKS)) {
			assertThat(records(pipe, "delivered")).isEqualTo(this.server.recordCount(pipe));
			assertThat(records(pipe, "accepted")).isEqualTo(records(pipe, "delivered") + records(pipe, "rejected"));
			assertThat(requests(pipe)).isEqualTo(this.server.requests(BatchPipeOperation.INGEST)
				.stream()
				.filter((request) -> pipe.equals(request.pathVariables().get("pipe_id")))
				.count());
		}
		assertThat(records(ORDERS, "accepted") + records(CLICKS, "accepted")).isEqualTo(RECORDS);
		assertThat(records(ORDERS, "rejected") + records(CLICKS, "rejected")).isPositive();
		assertThat(stats.total((pipe) -> pipe.requests().retried())).isEqualTo(7);
		assertThat(clientRequests()).isEqualTo(this.server.requestCount(BatchPipeOperation.INGEST));
	}

	private double records(String pipe, String state) {
		return this.registry.get("batchpipe.publisher.records")
			.tag("pipe", pipe)
			.tag("state", state)
			.functionCounter()
			.count();
	}

	private double requests(String pipe) {
		FunctionTimer timer = this.registry.get("batchpipe.publisher.request").tag("pipe", pipe).functionTimer();
		return timer.count();
	}

	private long clientRequests() {
		return this.registry.get("batchpipe.client.requests")
			.tag("operation", "ingest")
			.timers()
			.stream()
			.mapToLong((timer) -> timer.count())
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
