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

package com.batchpipe.outbox.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.Commit;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class of two test classes that share an application context. Records that the
 * application publishes on startup are available in each test; records that a test leaves
 * in the outbox are not, in any order of the tests.
 */
@SpringBootTest(classes = AbstractSharedContextTests.Application.class,
		properties = { "spring.datasource.url=jdbc:h2:mem:shared", "batchpipe.outbox.relay.poll-interval=1h",
				"batchpipe.outbox.relay.max-poll-interval=1h",
				"batchpipe.publisher.pipe-id=" + AbstractSharedContextTests.PIPE })
@AutoConfigureBatchPipeServer(pipes = AbstractSharedContextTests.PIPE)
@Timeout(60)
abstract class AbstractSharedContextTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Map<String, Integer> FROM_START = Map.of("n", 0);

	@Autowired
	private BatchPipeOutbox outbox;

	@Autowired
	private BatchPipeServer server;

	@Autowired
	private TransactionOperations transaction;

	@Autowired
	private JdbcTemplate jdbc;

	@BeforeEach
	void nothingIsLeftOfTheLastTestAndAllWorks() {
		assertThat(this.server).pipe(PIPE).receivedExactly(FROM_START);
		assertThat(this.jdbc.queryForObject("select count(*) from BATCHPIPE_OUTBOX", Integer.class)).isZero();
	}

	@Test
	void testWaitsForWhatWasCommitted() {
		publish(1);
		publish(2);
		assertThat(this.server).awaitRecords(PIPE, 3, PATIENCE)
			.receivedExactlyInAnyOrder(FROM_START, Map.of("n", 1), Map.of("n", 2));
	}

	@RepeatedTest(2)
	void testDoesNotWaitForItsRecord() {
		publish(1);
	}

	@RepeatedTest(2)
	@Transactional
	@Commit
	void transactionOfTheTestCommits() {
		this.outbox.publish(Map.of("n", 1));
	}

	@Test
	@Transactional
	void transactionOfTheTestIsRolledBack() {
		this.outbox.publish(Map.of("n", 1));
	}

	@RepeatedTest(2)
	void testPublishesToPipeThatDoesNotExist() {
		this.transaction.executeWithoutResult((status) -> this.outbox.publish("nowhere", Map.of("n", 1)));
		assertThat(this.server.awaitRequests(BatchPipeOperation.INGEST, 2, PATIENCE)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void testLeavesAFault(LeftBehind fault) {
		fault.setUp.accept(this.server);
		publish(1);
		if (fault != LeftBehind.PAUSED) {
			assertThat(this.server.awaitRequests(BatchPipeOperation.INGEST, 2, PATIENCE)).isTrue();
		}
	}

	@RepeatedTest(2)
	void contextIsPausedAndRestarted(@Autowired ConfigurableApplicationContext context) {
		this.server.on().respond(503);
		publish(1);
		context.pause();
		assertThat(this.outbox.stats().relaying()).isFalse();
		this.server.removeFaults();
		context.restart();
		assertThat(this.server).awaitRecords(PIPE, 2, PATIENCE).receivedExactly(FROM_START, Map.of("n", 1));
		publish(2);
	}

	private void publish(int n) {
		this.transaction.executeWithoutResult((status) -> this.outbox.publish(Map.of("n", n)));
	}

	enum LeftBehind {

		UNAVAILABLE((server) -> server.on().respond(503)),

		RATE_LIMITED((server) -> server.on().rateLimited(Duration.ofMinutes(5))),

		UNAUTHORIZED((server) -> server.on().respond(401)),

		HANGING((server) -> server.on().neverRespond()),

		RESET((server) -> server.workspace().on().resetConnection()),

		PAUSED(BatchPipeServer::pause);

		private final Consumer<BatchPipeServer> setUp;

		LeftBehind(Consumer<BatchPipeServer> setUp) {
			this.setUp = setUp;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ApplicationRunner publishesAtStart(BatchPipeOutbox outbox, TransactionOperations transaction) {
			return (args) -> transaction.executeWithoutResult((status) -> outbox.publish(FROM_START));
		}

	}

}
