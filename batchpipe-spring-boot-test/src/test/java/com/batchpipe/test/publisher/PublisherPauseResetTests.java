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
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.FlushResult;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a pause left behind by a test ends with the test, even if no records are
 * buffered any longer.
 */
@SpringBootTest(classes = PublisherPauseResetTests.Application.class,
		properties = { "batchpipe.publisher.delivery-timeout=3s", "batchpipe.publisher.request-timeout=2s",
				"batchpipe.publisher.pipe-id=" + PublisherPauseResetTests.PIPE })
@AutoConfigureBatchPipeServer(pipes = PublisherPauseResetTests.PIPE)
class PublisherPauseResetTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final Duration WAIT = Duration.ofSeconds(30);

	@RepeatedTest(2)
	void testLeavesAPauseAndNoRecord(@Autowired BatchPipePublisher publisher, @Autowired BatchPipeServer server) {
		server.on().rateLimited(Duration.ofMinutes(5));
		publisher.publish(Map.of("n", 1));
		assertThat(server.awaitRequests(BatchPipeOperation.INGEST, 1, WAIT)).isTrue();
		assertThat(publisher.flush(WAIT)).isEqualTo(new FlushResult(0, 1, 0));
		assertThat(publisher.stats(PIPE)).extracting(PipeStats::pause).isEqualTo(PauseCause.RATE_LIMIT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
