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

package com.example.documentation;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.TestPropertySource;

import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the dashboard and the alerts against a sample with two workspaces, whose metrics
 * have an additional label.
 */
@TestPropertySource(properties = "batchpipe.workspaces.audit.api-key=bp_v1_audit")
class WorkspacesDashboardTests extends DashboardTests {

	@Autowired
	@Qualifier("audit")
	private BatchPipeTemplate audit;

	@Autowired
	@Qualifier("audit")
	private BatchPipePublisher auditPublisher;

	@Autowired
	private BatchPipeServer server;

	@BeforeEach
	@Override
	void scrape() {
		this.audit.health();
		this.auditPublisher.publish(this.server.workspace("audit").createPipe("audit"), Map.of("event_id", "my-2"));
		assertThat(this.auditPublisher.flush(Duration.ofSeconds(30)).complete()).isTrue();
		super.scrape();
	}

	@Test
	void bothWorkspacesAreExported() {
		assertThat(scrapeMetrics().lines().filter(WorkspacesDashboardTests::isOfAWorkspace)).isNotEmpty()
			.allMatch((line) -> line.contains("workspace=\""))
			.anyMatch((line) -> line.startsWith("batchpipe_client_requests_seconds_count")
					&& line.contains("workspace=\"default\""))
			.anyMatch((line) -> line.startsWith("batchpipe_client_requests_seconds_count")
					&& line.contains("workspace=\"audit\""))
			.anyMatch((line) -> line.startsWith("batchpipe_publisher_records_total")
					&& line.contains("workspace=\"default\""))
			.anyMatch((line) -> line.startsWith("batchpipe_publisher_records_total")
					&& line.contains("workspace=\"audit\""));
	}

	private static boolean isOfAWorkspace(String line) {
		return line.startsWith("batchpipe_client_") || line.startsWith("batchpipe_publisher_");
	}

}
