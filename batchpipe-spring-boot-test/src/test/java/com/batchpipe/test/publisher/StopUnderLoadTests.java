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
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BufferFullException;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every accepted record arrives if an application is stopped while its threads
 * publish and BatchPipe is available.
 */
class StopUnderLoadTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final int THREADS = 8;

	private static final int RESTARTS = 200;

	private static final Duration WAIT = Duration.ofMinutes(1);

	private final LongAdder accepted = new LongAdder();

	private final AtomicReference<Throwable> unexpected = new AtomicReference<>();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	@Timeout(120)
	void whenThreadsNeverPauseThenAllThatWasAcceptedArrives(long seed) throws Exception {
		stopWhile(new Random(seed).nextInt(50_000), (publisher) -> publisher.publish(Map.of("n", 1)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	@Timeout(120)
	void whenThreadsWaitForEachDeliveryThenAllThatWasAcceptedArrives(long seed) throws Exception {
		stopWhile(new Random(seed).nextInt(100), (publisher) -> publisher.send(Map.of("n", 1)).join());
	}

	@Test
	@Timeout(120)
	void whenStoppedAtTheMomentInWhichNothingIsBufferedThenAllThatWasAcceptedArrives() throws Exception {
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).countOnly().start()) {
			BatchPipePublisher publisher = BatchPipePublisher.builder(server.client())
				.pipeId(PIPE)
				.linger(Duration.ZERO)
				.build();
			for (int i = 0; i < RESTARTS; i++) {
				((SmartLifecycle) publisher).start();
				long records = server.recordCount(PIPE) + i % 5;
				try (PublishingThreads threads = PublishingThreads.start(THREADS,
						(thread) -> publishUntilClosed(publisher, (target) -> target.send(Map.of("n", 1)).join()))) {
					assertThat(server.awaitRecords(PIPE, records, WAIT)).isTrue();
					publisher.close();
					threads.join();
				}
			}
			assertArrived(publisher, server);
		}
	}

	private void stopWhile(int records, Consumer<BatchPipePublisher> work) throws Exception {
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).countOnly().start()) {
			ConfigurableApplicationContext context = start(server);
			BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
			try (PublishingThreads threads = PublishingThreads.start(THREADS,
					(thread) -> publishUntilClosed(publisher, work))) {
				assertThat(server.awaitRecords(PIPE, records, WAIT)).isTrue();
				context.close();
				threads.join();
			}
			assertArrived(publisher, server);
		}
	}

	private void assertArrived(BatchPipePublisher publisher, BatchPipeServer server) {
		assertThat(this.unexpected).hasNullValue();
		PublisherStats stats = Accounts.assertBalanced(publisher);
		assertThat(stats.state()).isEqualTo(PublisherStats.State.CLOSED);
		assertThat(stats.total(PipeStats::accepted)).isEqualTo(this.accepted.sum());
		assertThat(stats.total(PipeStats::abandoned)).isZero();
		assertThat(stats.total(PipeStats::delivered)).isEqualTo(this.accepted.sum());
		assertThat(server.recordCount(PIPE)).isEqualTo(this.accepted.sum());
	}

	private void publishUntilClosed(BatchPipePublisher publisher, Consumer<BatchPipePublisher> work) {
		while (true) {
			try {
				work.accept(publisher);
				this.accepted.increment();
			}
			catch (PublisherClosedException ex) {
				return;
			}
			catch (BufferFullException ex) {
				// Not accepted, according to the policy.
			}
			catch (CompletionException ex) {
				this.accepted.increment();
				this.unexpected.set(ex);
			}
		}
	}

	private static ConfigurableApplicationContext start(BatchPipeServer server) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setBannerMode(Banner.Mode.OFF);
		return application.run("--batchpipe.base-url=" + server.url(),
				"--batchpipe.api-key=" + server.apiKey().reveal(), "--batchpipe.publisher.pipe-id=" + PIPE,
				"--batchpipe.publisher.linger=1ms", "--batchpipe.publisher.max-record-size=1KB",
				"--batchpipe.publisher.max-batch-size=16KB", "--batchpipe.publisher.max-buffer-size=1MB",
				"--batchpipe.publisher.drain-timeout=8s");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
