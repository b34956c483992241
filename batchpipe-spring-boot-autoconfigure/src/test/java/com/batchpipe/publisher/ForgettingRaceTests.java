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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.buffer.PipeLimits;
import com.batchpipe.publisher.thread.DaemonThreads;
import com.batchpipe.publisher.thread.PublisherThreads;
import com.batchpipe.publisher.thread.SenderThread;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishes in all ways to pipes that are repeatedly forgotten and recreated: each
 * accepted record is counted in exactly one state at any time.
 */
class ForgettingRaceTests {

	private static final int THREADS = 8;

	private static final int RECORDS_PER_THREAD = 10_000;

	private static final int PIPES = 12;

	private final LongAdder arrived = new LongAdder();

	private final LongAdder accepted = new LongAdder();

	private final LongAdder handedBack = new LongAdder();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	@Test
	@Timeout(120)
	void whenPipesAreForgottenWhileThreadsPublishThenEachRecordIsCountedOnce() throws InterruptedException {
		for (OverflowPolicy overflow : OverflowPolicy.values()) {
			publishAll(overflow);
		}
	}

	private void publishAll(OverflowPolicy overflow) throws InterruptedException {
		this.arrived.reset();
		this.accepted.reset();
		this.handedBack.reset();
		DefaultBatchPipePublisher publisher = publisher(overflow);
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < THREADS; t++) {
			int kind = t % 4;
			threads.add(start(() -> publish(publisher, kind)));
		}
		AtomicBoolean done = new AtomicBoolean();
		Thread observer = start(() -> observe(publisher, done));
		for (Thread thread : threads) {
			thread.join();
		}
		done.set(true);
		observer.join();
		publisher.close();
		PublisherStats stats = publisher.stats();
		assertThat(this.failure).hasNullValue();
		assertThat(stats.errors()).isZero();
		assertThat(stats.total(PipeStats::accepted)).isEqualTo(this.accepted.sum());
		assertThat(stats.total(PipeStats::delivered)).isEqualTo(this.arrived.sum());
		assertThat(stats.total(PipeStats::buffered)).isZero();
		assertThat(stats.total(PipeStats::dropped)).isEqualTo(this.handedBack.sum() + stats.handlerDropped());
		assertThat(this.arrived.sum() + stats.total(PipeStats::dropped)).isEqualTo(this.accepted.sum());
		assertThat(stats.bufferedBytes()).isZero();
		assertThat(stats.waiters()).isZero();
	}

	private DefaultBatchPipePublisher publisher(OverflowPolicy overflow) {
		ScriptedClient client = new ScriptedClient((pipeId, body, options) -> respond(body));
		DaemonThreads threads = new DaemonThreads();
		BatchPipePublisherBuilder builder = BatchPipePublisher.builder(client)
			.maxBatchSize(512)
			.maxRecordSize(128)
			.maxInFlight(1)
			.maxBufferSize(2048)
			.linger(Duration.ZERO)
			.maxBlock(Duration.ofSeconds(20))
			.overflow(overflow)
			.undeliveredRecordHandler((record) -> this.handedBack.increment());
		return new DefaultBatchPipePublisher(builder, new PublisherThreads(new SenderThread(threads), threads,
				threads.single("callbacks"), threads.single("undelivered")), new PipeLimits(1, 1));
	}

	private Mono<BatchPipeResponse> respond(byte[] body) {
		for (byte b : body) {
			if (b == '{') {
				this.arrived.increment();
			}
		}
		return Mono.just(BatchPipeResponse.of(BatchPipeOperation.INGEST, 200, null));
	}

	private void publish(BatchPipePublisher publisher, int kind) {
		RawJson record = RawJson.of("{\"text\":\"" + "x".repeat(60) + "\"}");
		int sent = 0;
		while (sent < RECORDS_PER_THREAD) {
			String pipe = "pipe-" + ThreadLocalRandom.current().nextInt(PIPES);
			try {
				switch (kind) {
					case 0 -> publisher.publish(pipe, record);
					case 1 -> publisher.publish(pipe, Map.of("text", "y".repeat(60)));
					case 2 -> {
						CompletableFuture<Receipt> receipt = publisher.send(pipe, record);
						receipt.exceptionally((ex) -> null);
					}
					default -> {
						BatchPipePublisher.SendSummary summary = publisher
							.sendAll(pipe, Flux.range(0, 50).map((n) -> record))
							.block(Duration.ofSeconds(60));
						assertThat(summary).isNotNull();
						this.accepted.add(summary.accepted() - 1);
						sent += 49;
					}
				}
				this.accepted.increment();
			}
			catch (BufferFullException ex) {
				// Not accepted.
			}
			sent++;
		}
	}

	private void observe(BatchPipePublisher publisher, AtomicBoolean done) {
		long last = 0;
		while (!done.get()) {
			PublisherStats stats = publisher.stats();
			long accepted = stats.total(PipeStats::accepted);
			assertThat(accepted).isGreaterThanOrEqualTo(last);
			last = accepted;
			assertThat(accepted).isEqualTo(stats.total(PipeStats::delivered) + stats.total(PipeStats::dropped)
					+ stats.total(PipeStats::buffered));
			assertThat(stats.bufferedBytes()).isBetween(0L, stats.maxBufferedBytes());
		}
	}

	private Thread start(Runnable task) {
		Thread thread = new Thread(task);
		thread.setUncaughtExceptionHandler((failed, ex) -> this.failure.set(ex));
		thread.start();
		return thread;
	}

}
