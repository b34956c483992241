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
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.autoconfigure.AutoConfigureBatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that records which the application publishes on startup are available in each
 * test, and records that a test leaves in the publisher are not, in any order of the
 * tests.
 */
@SpringBootTest(classes = PublisherResetTests.Application.class,
		properties = { "batchpipe.publisher.linger=1m", "batchpipe.publisher.pipe-id=" + PublisherResetTests.PIPE })
@AutoConfigureBatchPipeServer(pipes = PublisherResetTests.PIPE)
class PublisherResetTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final Duration WAIT = Duration.ofSeconds(30);

	@Autowired
	private BatchPipePublisher publisher;

	@Autowired
	private BatchPipeServer server;

	@BeforeEach
	void nothingIsLeftOfTheLastTestAndAllWorks() {
		assertThat(this.publisher.stats().total(PipeStats::buffered)).isZero();
		assertThat(this.publisher.stats(PIPE)).extracting(PipeStats::pause).isNull();
		assertThat(this.server.records(PIPE)).hasSize(1).first().hasToString("{\"n\":0}");
		this.publisher.publish(Map.of("n", 1));
		assertThat(this.publisher.flush(WAIT).delivered()).isOne();
		assertThat(this.server.recordCount(PIPE)).isEqualTo(2);
	}

	@RepeatedTest(2)
	void testDoesNotWaitForItsRecord() {
		this.publisher.publish(Map.of("n", 2));
	}

	@RepeatedTest(2)
	void testPublishesToPipeThatEndsWithIt() {
		this.publisher.publish(this.server.createPipe("orders"), Map.of("n", 2));
	}

	@ParameterizedTest
	@EnumSource
	void testLeavesAFault(LeftBehind fault) {
		fault.setUp.accept(this.server);
		this.publisher.publish(Map.of("n", 2));
		assertThat(this.publisher.flush(Duration.ZERO).remaining()).isOne();
		if (fault != LeftBehind.PAUSED) {
			assertThat(this.server.awaitRequests(BatchPipeOperation.INGEST, 3, WAIT)).isTrue();
		}
	}

	@RepeatedTest(2)
	void contextIsPausedAndResumed(@Autowired ConfigurableApplicationContext context) {
		this.publisher.publish(Map.of("n", 2));
		context.pause();
		assertThat(this.publisher.stats().state()).isEqualTo(PublisherStats.State.CLOSED);
		assertThat(this.server.recordCount(PIPE)).isEqualTo(3);
		context.restart();
		this.publisher.publish(Map.of("n", 3));
	}

	enum LeftBehind {

		UNAVAILABLE((server) -> server.on().respond(503)),

		RATE_LIMITED((server) -> server.on().rateLimited(Duration.ofMinutes(5))),

		UNAUTHORIZED((server) -> server.on().respond(401)),

		UNKNOWN_PIPE((server) -> server.on().respond(404)),

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
		ApplicationRunner publishesAtStart(BatchPipePublisher publisher) {
			return (args) -> publisher.publish(Map.of("n", 0));
		}

	}

}
