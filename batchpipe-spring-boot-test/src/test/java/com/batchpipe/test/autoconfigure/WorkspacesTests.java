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
import java.util.Map;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.test.BatchPipeServer;

import static com.batchpipe.test.assertj.BatchPipeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application with two workspaces.
 */
@SpringBootTest(classes = WorkspacesTests.Application.class,
		properties = { "batchpipe.base-url=https://api.example.com", "batchpipe.api-key=bp_v1_real",
				"batchpipe.workspaces.audit.base-url=https://audit.example.com",
				"batchpipe.workspaces.audit.api-key=bp_v1_real_audit",
				"batchpipe.workspaces.audit.publisher.linger=60s" })
@AutoConfigureBatchPipeServer(pipes = WorkspacesTests.PIPE)
class WorkspacesTests {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	@Autowired
	private BatchPipeTemplate batchPipe;

	@Autowired
	@Qualifier("audit")
	private BatchPipeTemplate audit;

	@Autowired
	@Qualifier("audit")
	private BatchPipePublisher auditPublisher;

	@Test
	void eachWorkspaceIsOneOfTheServer(BatchPipeServer server) {
		server.workspace("audit").createPipe("audit", PIPE);
		this.batchPipe.ingest(PIPE, Map.of("id", 1));
		this.audit.ingest(PIPE, Map.of("id", 2));
		assertThat(server).pipe(PIPE).receivedExactly(Map.of("id", 1));
		assertThat(server.workspace("audit")).pipe(PIPE).receivedExactly(Map.of("id", 2));
	}

	@Test
	void keyOfTheServerIsSentAndNoneOfTheApplication(BatchPipeServer server) {
		this.audit.listPipes();
		assertThat(server.workspace("audit").requestCount(BatchPipeOperation.LIST_PIPES)).isOne();
	}

	@RepeatedTest(2)
	void workspaceIsResetAfterEachTest(BatchPipeServer server) {
		assertThat(server.workspace("audit").pipeIds()).isEmpty();
		server.workspace("audit").createPipe("audit", PIPE);
		server.workspace("audit").on(BatchPipeOperation.LIST_PIPES).respond(400);
		this.auditPublisher.publish(PIPE, Map.of("id", 1));
	}

	@Test
	void publisherOfAWorkspaceDelivers(BatchPipeServer server) {
		server.workspace("audit").createPipe("audit", PIPE);
		this.auditPublisher.publish(PIPE, Map.of("id", 1));
		assertThat(this.auditPublisher.flush(Duration.ofSeconds(10)).complete()).isTrue();
		assertThat(server.workspace("audit")).pipe(PIPE).received(1);
		assertThat(server).pipe(PIPE).received(0);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Qualifier("audit")
		@Bean(defaultCandidate = false)
		ApiKeyProvider auditKey() {
			return ApiKeyProvider.of(ApiKey.of("bp_v1_real_rotated"));
		}

	}

}
