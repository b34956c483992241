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

package com.batchpipe.publisher;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a publisher as a bean of a context that is paused, restarted and closed.
 */
class PublisherContextTests {

	private final BatchPipePublisher publisher = BatchPipePublisher
		.builder(new ScriptedClient((pipeId, body, options) -> ScriptedClient.response(200)))
		.pipeId("a")
		.linger(java.time.Duration.ofMinutes(1))
		.build();

	private final GenericApplicationContext context = new GenericApplicationContext();

	PublisherContextTests() {
		this.context.registerBean(BatchPipePublisher.class, () -> this.publisher);
	}

	@Test
	void whenContextIsPausedAndRestartedThenRecordsAreAcceptedAgain() {
		this.context.refresh();
		this.publisher.publish(Map.of("n", 1));
		this.context.pause();
		assertThat(this.publisher.stats().state()).isEqualTo(PublisherStats.State.CLOSED);
		assertDelivered(1);
		this.context.restart();
		assertThat(this.publisher.stats().state()).isEqualTo(PublisherStats.State.RUNNING);
		this.publisher.publish(Map.of("n", 2));
		this.context.close();
		assertThat(this.publisher.stats().state()).isEqualTo(PublisherStats.State.CLOSED);
		assertDelivered(2);
	}

	@Test
	void whenContextIsStoppedAndStartedThenRecordsAreAcceptedAgain() {
		this.context.refresh();
		this.context.stop();
		this.context.start();
		this.publisher.publish(Map.of("n", 1));
		this.context.close();
		assertDelivered(1);
	}

	@Test
	void whenATaskOfAnExecutorPublishesDuringTheStopThenItIsDelivered() {
		CountDownLatch stopping = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		this.context.registerBean(ThreadPoolTaskExecutor.class);
		this.context.registerBean(Stopping.class, () -> new Stopping(stopping::countDown));
		this.context.refresh();
		CompletableFuture<Void> task = this.context.getBean(ThreadPoolTaskExecutor.class).submitCompletable(() -> {
			running.countDown();
			await(stopping);
			this.publisher.publish(Map.of("n", 1));
		});
		await(running);
		this.context.close();
		assertThat(task).isCompleted();
		assertDelivered(1);
	}

	@Test
	void whenABeanThatStopsEarlierPublishesThenItIsDelivered() {
		this.context.registerBean(Stopping.class, () -> new Stopping(() -> this.publisher.publish(Map.of("n", 1))));
		this.context.refresh();
		this.context.close();
		assertDelivered(1);
	}

	@Test
	void whenABeanPublishesAsItIsDestroyedThenItIsToldThatThePublisherIsClosed() {
		AtomicReference<Exception> failure = new AtomicReference<>();
		this.context.registerBean(DisposableBean.class, () -> () -> {
			try {
				this.publisher.publish(Map.of("n", 1));
			}
			catch (PublisherClosedException ex) {
				failure.set(ex);
			}
		});
		this.context.refresh();
		this.publisher.publish(Map.of("n", 0));
		this.context.close();
		assertThat(failure.get()).isInstanceOf(PublisherClosedException.class);
		assertDelivered(1);
	}

	private void assertDelivered(int records) {
		PublisherStats stats = this.publisher.stats();
		assertThat(stats.total(PipeStats::delivered)).isEqualTo(records);
		assertThat(stats.total(PipeStats::accepted)).isEqualTo(records);
		assertThat(stats.errors()).isZero();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs an action when it is stopped, which happens before all other beans.
	 */
	private static final class Stopping implements SmartLifecycle {

		private final Runnable action;

		private boolean running;

		Stopping(Runnable action) {
			this.action = action;
		}

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.action.run();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
