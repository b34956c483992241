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

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the publisher of an additional workspace stops when that of the first
 * workspace does.
 */
class WorkspaceShutdownTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	/**
	 * The phase in which Spring Boot's web servers stop.
	 */
	private static final int WEB_SERVER_PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

	@Test
	@Timeout(60)
	void whenRequestsInProgressPublishToAFurtherWorkspaceThenTheRecordsAreDelivered() {
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).start()) {
			BatchPipeWorkspace audit = server.createWorkspace();
			audit.createPipe("audit", PIPE);
			ConfigurableApplicationContext context = start(server, audit);
			BatchPipePublisher first = context.getBean(BatchPipePublisher.class);
			BatchPipePublisher second = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
					BatchPipePublisher.class, "audit");
			assertThat(((SmartLifecycle) second).getPhase()).isEqualTo(((SmartLifecycle) first).getPhase());
			context.close();
			assertThat(audit.recordCount(PIPE)).isOne();
			assertThat(server.recordCount(PIPE)).isOne();
			assertThat(Accounts.assertBalanced(first).state()).isEqualTo(PublisherStats.State.CLOSED);
			assertThat(Accounts.assertBalanced(second).state()).isEqualTo(PublisherStats.State.CLOSED);
		}
	}

	private static ConfigurableApplicationContext start(BatchPipeServer server, BatchPipeWorkspace audit) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "batchpipe.base-url", server.url(),
				"batchpipe.api-key", server.apiKey().reveal(), "batchpipe.publisher.pipe-id", PIPE,
				"batchpipe.workspaces.audit.api-key", audit.apiKey().reveal(),
				"batchpipe.workspaces.audit.publisher.pipe-id", PIPE, "batchpipe.publisher.linger", "60s"));
		return application.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		GracefulShutdownTests.Stopping webServer(BatchPipePublisher first,
				@Qualifier("audit") BatchPipePublisher second) {
			return new GracefulShutdownTests.Stopping(WEB_SERVER_PHASE, () -> {
				first.publish(Map.of("at", WEB_SERVER_PHASE));
				second.publish(Map.of("at", WEB_SERVER_PHASE));
			});
		}

	}

}
