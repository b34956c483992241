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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.RawJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishes from many threads with random faults and verifies all counts. Set the number
 * of records with {@code -Dbatchpipe.test.records=10000000}.
 */
class ConcurrentPublishingTests {

	private static final int THREADS = 16;

	private static final int RECORDS = Integer.getInteger("batchpipe.test.records", 400_000);

	private final LongAdder arrived = new LongAdder();

	private final LongAdder handedBack = new LongAdder();

	@Test
	@Timeout(600)
	void whenManyThreadsPublishAndFaultsAreRandomThenDeliveredAndHandedBackAreAccepted() throws InterruptedException {
		ScriptedClient client = new ScriptedClient(
				(pipeId, body, options) -> Mono.defer(() -> respond(body)).subscribeOn(Schedulers.parallel()));
		BatchPipePublisher publisher = BatchPipePublisher.builder(client)
			.maxBatchRecords(997)
			.linger(Duration.ofMillis(5))
			.minBackoff(Duration.ofMillis(1))
			.maxBackoff(Duration.ofMillis(5))
			.maxBlock(Duration.ofMinutes(5))
			.maxBisectRequests(10_000)
			.undeliveredRecordHandler((record) -> this.handedBack.increment())
			.build();
		List<Thread> threads = new ArrayList<>();
		for (int t = 0; t < THREADS; t++) {
			threads.add(new Thread(() -> publishAll(publisher)));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		publisher.close();
		PublisherStats stats = publisher.stats();
		assertThat(stats.total(PipeStats::accepted)).isEqualTo((long) RECORDS / THREADS * THREADS);
		assertThat(stats.total(PipeStats::buffered)).isZero();
		assertThat(stats.bufferedBytes()).isZero();
		assertThat(stats.errors()).isZero();
		assertThat(stats.total(PipeStats::delivered)).isEqualTo(this.arrived.sum());
		assertThat(this.arrived.sum() + this.handedBack.sum()).isEqualTo(stats.total(PipeStats::accepted));
	}

	private static void publishAll(BatchPipePublisher publisher) {
		RawJson ready = RawJson.of("{\"kind\":\"ready\",\"text\":\"" + "x".repeat(100) + "\"}");
		Map<String, Object> object = Map.of("kind", "object", "text", "y".repeat(100));
		for (int i = 0; i < RECORDS / THREADS; i++) {
			publisher.publish("pipe-" + i % 3, (i % 2 == 0) ? ready : object);
		}
	}

	private Mono<BatchPipeResponse> respond(byte[] body) {
		int dice = ThreadLocalRandom.current().nextInt(100);
		if (dice < 3) {
			return Mono.error(new java.io.IOException("reset"));
		}
		int status = (dice < 5) ? 409
				: (dice < 8) ? 429 : (dice < 10) ? 500 : (dice < 11) ? 413 : (dice < 12) ? 400 : 200;
		if (status == 200) {
			this.arrived.add(count(body));
		}
		return Mono.just(BatchPipeResponse.of(BatchPipeOperation.INGEST, status, null));
	}

	private static long count(byte[] body) {
		long count = 0;
		for (byte b : body) {
			count += (b == '{') ? 1 : 0;
		}
		return count;
	}

}
