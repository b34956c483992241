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

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.thread.DaemonThreads;
import com.batchpipe.publisher.thread.EventLoop;
import com.batchpipe.publisher.thread.PublisherThreads;
import com.batchpipe.publisher.thread.SenderThread;
import com.batchpipe.publisher.thread.VirtualLoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for errors in a publishing thread: the record is either accepted or not, and the
 * publisher continues to work.
 */
class PublishingErrorTests {

	private static final RawJson READY = RawJson.of("{\"text\":\"" + "x".repeat(60) + "\"}");

	private final LongAdder arrived = new LongAdder();

	private final FailingLoop loop = new FailingLoop();

	private final DefaultBatchPipePublisher publisher = publisher(this.loop, new PipeLimits(2, 3));

	@Test
	void whenABatchCannotBeOpenedThenItsRoomIsFreeAndNothingIsBuffered() {
		this.loop.failTime = true;
		assertThatExceptionOfType(NoMemoryError.class).isThrownBy(() -> this.publisher.publish("a", READY));
		this.loop.failTime = false;
		assertThat(this.publisher.stats().bufferedBytes()).isZero();
		assertThat(this.publisher.stats().total(PipeStats::accepted)).isZero();
		this.publisher.publish("a", READY);
		deliver();
		assertThat(this.publisher.stats().total(PipeStats::delivered)).isOne();
		assertThat(this.publisher.stats().bufferedBytes()).isZero();
	}

	@Test
	void whenTheNextBatchCannotBeOpenedThenTheOpenOneStaysAsItIs() {
		for (int i = 0; i < 10; i++) {
			this.publisher.publish("a", READY);
		}
		this.loop.failTime = true;
		assertThatExceptionOfType(NoMemoryError.class).isThrownBy(() -> this.publisher.publish("a", READY));
		this.loop.failTime = false;
		assertThat(this.publisher.stats().total(PipeStats::buffered)).isEqualTo(10);
		deliver();
		assertThat(this.arrived.sum()).isEqualTo(10);
		assertThat(this.publisher.stats().bufferedBytes()).isZero();
	}

	@Test
	void whenTheSenderCannotBeWokenThenTheRecordIsAcceptedAndTheNextOneWakesIt() {
		this.loop.failExecute = true;
		this.publisher.publish("a", READY);
		this.loop.failExecute = false;
		assertThat(this.publisher.stats().total(PipeStats::accepted)).isOne();
		this.publisher.publish("a", READY);
		deliver();
		assertThat(this.arrived.sum()).isEqualTo(2);
		assertThat(this.publisher.stats().errors()).isOne();
	}

	@Test
	void whenTheSenderCannotBeWokenThenItLooksWithTheNextRecordOfAnotherPipe() {
		this.loop.failExecute = true;
		this.publisher.publish("a", READY);
		this.loop.failExecute = false;
		this.publisher.publish("b", READY);
		deliver();
		assertThat(this.arrived.sum()).isEqualTo(2);
	}

	@Test
	void whenATaskOfTheSenderFailsThenItLooksAgain() {
		this.publisher.publish("a", READY);
		this.loop.delegate.run();
		this.loop.failSchedule = true;
		this.loop.delegate.advance(Duration.ofMillis(60));
		this.loop.failSchedule = false;
		deliver();
		assertThat(this.arrived.sum()).isOne();
		assertThat(this.publisher.stats().total(PipeStats::buffered)).isZero();
	}

	@Test
	void whenTheWriterOfARecordThrowsAnErrorThenTheNextRecordIsWritten() {
		Iterable<String> broken = () -> {
			throw new NoMemoryError();
		};
		assertThatExceptionOfType(NoMemoryError.class)
			.isThrownBy(() -> this.publisher.publish("a", Map.of("n", broken)));
		this.publisher.publish("a", Map.of("n", 1));
		deliver();
		assertThat(this.arrived.sum()).isOne();
		assertThat(this.publisher.stats().bufferedBytes()).isZero();
	}

	@Test
	void whenTheWriterOfARecordOverflowsTheStackThenTheNextRecordIsWritten() {
		Iterable<String> endless = new Iterable<>() {

			@Override
			public Iterator<String> iterator() {
				return iterator();
			}

		};
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.publisher.publish("a", Map.of("n", endless)));
		this.publisher.publish("a", Map.of("n", 1));
		deliver();
		assertThat(this.arrived.sum()).isOne();
		assertThat(this.publisher.stats().bufferedBytes()).isZero();
	}

	@Test
	@Timeout(60)
	void whenTheStackOverflowsWhilePublishingThenEveryAcceptedRecordArrivesAndNothingIsLeft()
			throws InterruptedException {
		DaemonThreads threads = new DaemonThreads();
		BatchPipePublisher real = publisher(new SenderThread(threads), new PipeLimits(2, 3));
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger overflows = new AtomicInteger();
		for (int round = 0; round < 200; round++) {
			int padding = round;
			Thread thread = new Thread(null, () -> {
				try {
					descend(real, accepted, padding);
				}
				catch (StackOverflowError ex) {
					overflows.incrementAndGet();
				}
			}, "deep", 256 * 1024);
			thread.start();
			thread.join();
			real.publish("pipe-" + round % 7, READY);
			accepted.incrementAndGet();
		}
		for (int pipe = 0; pipe < 7; pipe++) {
			real.publish("pipe-" + pipe, READY);
			accepted.incrementAndGet();
		}
		assertThat(overflows).hasValue(200);
		assertThat(real.flush(Duration.ofSeconds(20)).complete()).isTrue();
		PublisherStats stats = real.stats();
		assertThat(stats.total(PipeStats::accepted)).isEqualTo(accepted.get());
		assertThat(stats.total(PipeStats::delivered)).isEqualTo(accepted.get());
		assertThat(this.arrived.sum()).isEqualTo(accepted.get());
		assertThat(stats.bufferedBytes()).isZero();
		real.close();
	}

	private static void descend(BatchPipePublisher publisher, AtomicInteger accepted, int depth) {
		publisher.publish("pipe-" + depth % 7, READY);
		accepted.set(accepted.get() + 1);
		descend(publisher, accepted, depth + 1);
	}

	private void deliver() {
		this.loop.delegate.advance(Duration.ofSeconds(5));
	}

	private DefaultBatchPipePublisher publisher(EventLoop eventLoop, PipeLimits limits) {
		ScriptedClient client = new ScriptedClient((pipeId, body, options) -> {
			for (byte b : body) {
				if (b == '{') {
					this.arrived.increment();
				}
			}
			return ScriptedClient.response(200);
		});
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(client)
			.maxBatchRecords(10)
			.maxBlock(Duration.ofSeconds(30));
		return new DefaultBatchPipePublisher(builder,
				new PublisherThreads(eventLoop, new DaemonThreads(), Runnable::run, Runnable::run), limits);
	}

	/**
	 * Simulates an {@link OutOfMemoryError}, which would end the tests.
	 */
	static final class NoMemoryError extends Error {

	}

	/**
	 * A loop that sometimes runs out of memory.
	 */
	private static final class FailingLoop implements EventLoop {

		private final VirtualLoop delegate = new VirtualLoop();

		private boolean failTime;

		private boolean failExecute;

		private boolean failSchedule;

		@Override
		public long nanoTime() {
			failIf(this.failTime);
			return this.delegate.nanoTime();
		}

		@Override
		public void execute(Runnable task) {
			failIf(this.failExecute);
			this.delegate.execute(task);
		}

		@Override
		public Runnable schedule(Runnable task, long delayNanos) {
			failIf(this.failSchedule && delayNanos > Duration.ofSeconds(2).toNanos());
			return this.delegate.schedule(task, delayNanos);
		}

		@Override
		public void onError(@Nullable ErrorListener listener) {
			this.delegate.onError(listener);
		}

		private static void failIf(boolean fails) {
			if (fails) {
				throw new NoMemoryError();
			}
		}

	}

}
