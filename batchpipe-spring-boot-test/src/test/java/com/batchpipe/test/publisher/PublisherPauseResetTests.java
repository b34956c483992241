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
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.RepeatedTest;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a pause left behind by a test ends with the test, even if no records are
 * buffered any longer.
 */
@SpringBootTest(classes = PublisherPauseResetTests.Application.class,
		properties = "batchpipe.publisher.pipe-id=" + PublisherPauseResetTests.PIPE)
@AutoConfigureBatchPipeServer(pipes = PublisherPauseResetTests.PIPE)
class PublisherPauseResetTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	@RepeatedTest(2)
	void testLeavesAPauseAndNoRecord(@Autowired BatchPipePublisher publisher, @Autowired BatchPipeServer server)
			throws Exception {
		server.on().rateLimited(Duration.ofMinutes(5));
		BatchOptions options = BatchOptions.none().withRetryTimeout(Duration.ofSeconds(30));
		assertThat(publisher.sendBatch(PIPE, List.of(Map.of("n", 1)), options).get(1, TimeUnit.MINUTES).delivered())
			.isZero();
		assertThat(server.requestCount(BatchPipeOperation.INGEST)).isPositive();
		assertThat(publisher.stats(PIPE)).satisfies((stats) -> {
			assertThat(stats.pause()).isEqualTo(PauseCause.RATE_LIMIT);
			assertThat(stats.buffered()).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
