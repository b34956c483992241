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

package com.batchpipe.test.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureBatchPipeServer} with {@code @SpringBootTest}.
 */
@SpringBootTest(classes = AutoConfigureBatchPipeServerTests.Application.class,
		properties = { "batchpipe.base-url=https://api.example.com", "batchpipe.api-key=bp_v1_real" })
@AutoConfigureBatchPipeServer(pipes = AutoConfigureBatchPipeServerTests.PIPE)
class AutoConfigureBatchPipeServerTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final Duration WAIT = Duration.ofSeconds(30);

	private static final int PARALLEL_TESTS = 200;

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private BatchPipeTemplate batchPipe;

	@Autowired
	private BatchPipeClient client;

	@RepeatedTest(2)
	void eachTestStartsWithWhatTheStartOfTheApplicationLeft() {
		assertThat(this.server).pipe(PIPE).receivedExactly(Map.of("started", true));
		assertThat(this.server).hasNoMoreRequests();
		this.batchPipe.ingest(PIPE, Map.of("id", 1));
		this.server.createPipe("other");
		this.server.on().respond(503);
	}

	@Test
	void realKeyIsNeverSent() {
		this.batchPipe.listPipes();
		assertThat(this.server).requests(BatchPipeOperation.LIST_PIPES)
			.haveHeader("Authorization", "Bearer " + this.server.apiKey().reveal());
	}

	@Test
	void serverIsResolvedAsParameter(BatchPipeServer parameter, @Autowired BatchPipeServer autowired) {
		assertThat((Object) parameter).isSameAs(this.server);
		assertThat((Object) autowired).isSameAs(this.server);
	}

	@Test
	void workspaceIsResolvedAsParameter(BatchPipeWorkspace workspace) {
		assertThat(workspace.apiKey()).isNotEqualTo(this.server.apiKey());
	}

	@Test
	void parallelTestsOfOneContextDoNotSeeEachOther() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(16);
		try {
			List<Callable<List<JsonNode>>> tests = IntStream.range(0, PARALLEL_TESTS)
				.<Callable<List<JsonNode>>>mapToObj((i) -> () -> recordsOfTest(i))
				.toList();
			List<Future<List<JsonNode>>> results = threads.invokeAll(tests);
			for (int i = 0; i < PARALLEL_TESTS; i++) {
				assertThat(results.get(i).get()).extracting(JsonNode::toString)
					.containsExactly("{\"test\":%d,\"record\":0}".formatted(i),
							"{\"test\":%d,\"record\":1}".formatted(i));
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private List<JsonNode> recordsOfTest(int test) {
		try (BatchPipeWorkspace workspace = this.server.createWorkspace()) {
			workspace.createPipe("orders", PIPE);
			IngestOptions options = IngestOptions.none().withApiKey(workspace.apiKey());
			for (int i = 0; i < 2; i++) {
				BatchPipeResponse response = this.client.ingest(PIPE, new Numbered(test, i), options).block(WAIT);
				assertThat(response).isNotNull().returns(true, BatchPipeResponse::ok);
			}
			assertThat(workspace).requests().hasSize(2);
			return workspace.records(PIPE);
		}
	}

	@Nested
	class NestedTests {

		@Test
		void nestedClassHasTheServerOfTheClassAround(@Autowired BatchPipeServer nested) {
			assertThat((Object) nested).isSameAs(AutoConfigureBatchPipeServerTests.this.server);
		}

	}

	record Numbered(int test, int record) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ApplicationRunner startupRecord(BatchPipeTemplate batchPipe) {
			return (args) -> batchPipe.ingest(PIPE, Map.of("started", true));
		}

		@Bean
		ApiKeyProvider realKeys() {
			return ApiKeyProvider.of(ApiKey.of("bp_v1_real"));
		}

		@Bean
		BatchPipeConnectionDetails realConnection() {
			return () -> "https://api.example.com";
		}

	}

}
