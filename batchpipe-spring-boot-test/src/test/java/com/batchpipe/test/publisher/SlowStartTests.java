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
import java.util.Map;

import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that records which the application publishes on startup are available in each
 * test, even if its first request takes seconds.
 */
@SpringBootTest(classes = SlowStartTests.Application.class,
		properties = "batchpipe.publisher.pipe-id=" + SlowStartTests.PIPE)
@AutoConfigureBatchPipeServer(pipes = SlowStartTests.PIPE)
class SlowStartTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	@RepeatedTest(2)
	void recordOfTheStartIsThere(@Autowired BatchPipeServer server) {
		assertThat(server.records(PIPE)).singleElement().hasToString("{\"n\":0}");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ApplicationRunner publishesAtStart(BatchPipePublisher publisher, BatchPipeServer server) {
			return (args) -> {
				server.on(BatchPipeOperation.INGEST).times(1).latency(Duration.ofMillis(1500));
				publisher.publish(Map.of("n", 0));
			};
		}

	}

}
