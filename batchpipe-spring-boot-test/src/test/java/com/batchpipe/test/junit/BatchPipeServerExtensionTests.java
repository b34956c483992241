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

package com.batchpipe.test.junit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BatchPipeServerExtension}.
 */
class BatchPipeServerExtensionTests {

	private static final ApiKey KEY = ApiKey.of("bp_v1_chosen");

	@RegisterExtension
	static final BatchPipeServerExtension EXTENSION = new BatchPipeServerExtension(
			() -> BatchPipeServer.builder().apiKey(KEY).start());

	@RepeatedTest(2)
	void eachTestStartsFromTheBeginning(BatchPipeServer server) {
		assertThat(server.workspace().pipeIds()).isEmpty();
		assertThat(server.requests()).isEmpty();
		new BatchPipeTemplate(server.client()).health();
		server.createPipe("orders");
		server.on().respond(503);
	}

	@Test
	void serverHasTheChosenSettings(BatchPipeServer server) {
		assertThat(server.apiKey()).isEqualTo(KEY);
	}

	@Test
	void workspaceIsTheTestsAlone(BatchPipeServer server, BatchPipeWorkspace workspace) {
		assertThat(workspace).isNotSameAs(server.workspace());
		assertThat(workspace.apiKey()).isNotEqualTo(server.apiKey());
	}

	@Nested
	class NestedTests {

		@Test
		void nestedClassSharesTheServer(BatchPipeServer server) {
			assertThat(server.apiKey()).isEqualTo(KEY);
		}

	}

}
