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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application can still publish while it completes its work during
 * shutdown.
 */
class GracefulShutdownTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	/**
	 * The phase in which Spring Boot's web servers wait for the requests in progress.
	 */
	private static final int GRACEFUL_SHUTDOWN_PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

	/**
	 * The phase in which Spring Boot's web servers stop.
	 */
	private static final int WEB_SERVER_PHASE = GRACEFUL_SHUTDOWN_PHASE - 1024;

	@Test
	@Timeout(60)
	void whenRequestsInProgressPublishThenTheRecordsAreDelivered() {
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).start()) {
			ConfigurableApplicationContext context = start(server);
			BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
			context.close();
			assertThat(server.records(PIPE)).extracting((record) -> record.get("at").intValue())
				.containsExactly(GRACEFUL_SHUTDOWN_PHASE, WEB_SERVER_PHASE);
			assertThat(Accounts.assertBalanced(publisher).state()).isEqualTo(PublisherStats.State.CLOSED);
		}
	}

	@Test
	@Timeout(60)
	void whenTaskInProgressPublishesThenTheRecordIsDelivered() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch letGo = new CountDownLatch(1);
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).start()) {
			ConfigurableApplicationContext context = start(server,
					"--spring.task.execution.shutdown.await-termination=true");
			BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
			context.getBean(TaskExecutor.class).execute(() -> {
				started.countDown();
				awaitUninterrupted(letGo);
				publisher.publish(Map.of("at", -1));
			});
			assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
			context.getBean("executorPhase", Stopping.class).onStop = letGo::countDown;
			context.close();
			assertThat(server.records(PIPE)).extracting((record) -> record.get("at").intValue())
				.containsExactly(GRACEFUL_SHUTDOWN_PHASE, WEB_SERVER_PHASE, -1);
			Accounts.assertBalanced(publisher);
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ConfigurableApplicationContext start(BatchPipeServer server, String... arguments) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setDefaultProperties(Map.of("spring.main.banner-mode", "off", "batchpipe.base-url", server.url(),
				"batchpipe.api-key", server.apiKey().reveal(), "batchpipe.publisher.pipe-id", PIPE));
		return application.run(arguments);
	}

	/**
	 * Runs an action on another thread when its phase is stopped; the phase waits for it.
	 */
	static final class Stopping implements SmartLifecycle {

		private final int phase;

		private volatile boolean running;

		private volatile Runnable onStop;

		Stopping(int phase, Runnable onStop) {
			this.phase = phase;
			this.onStop = onStop;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void stop(Runnable callback) {
			this.running = false;
			new Thread(() -> {
				try {
					this.onStop.run();
				}
				finally {
					callback.run();
				}
			}).start();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Stopping requestInProgress(BatchPipePublisher publisher) {
			return publishing(publisher, GRACEFUL_SHUTDOWN_PHASE);
		}

		@Bean
		Stopping webServer(BatchPipePublisher publisher) {
			return publishing(publisher, WEB_SERVER_PHASE);
		}

		@Bean
		Stopping executorPhase() {
			return new Stopping(ExecutorConfigurationSupport.DEFAULT_PHASE, () -> {
			});
		}

		private static Stopping publishing(BatchPipePublisher publisher, int phase) {
			return new Stopping(phase, () -> {
				assertThat(publisher.stats().state()).isEqualTo(PublisherStats.State.RUNNING);
				publisher.publish(Map.of("at", phase));
			});
		}

	}

}
