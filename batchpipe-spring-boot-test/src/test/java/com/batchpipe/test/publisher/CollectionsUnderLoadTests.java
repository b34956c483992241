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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.batchpipe.publisher.BatchOptions;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BufferFullException;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherClosedException;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends collections and single records over HTTP from many threads until the publisher is
 * closed: every accepted collection has a result, and the totals match those of the
 * server.
 */
class CollectionsUnderLoadTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final int THREADS = 8;

	private static final Duration WAIT = Duration.ofMinutes(1);

	private final LongAdder singles = new LongAdder();

	private final LongAdder inCollections = new LongAdder();

	private final LongAdder delivered = new LongAdder();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	@Timeout(120)
	void whenThreadsSendCollectionsUntilTheEndThenEachHasItsResult(long seed) throws Exception {
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).countOnly().start()) {
			BatchPipePublisher publisher = BatchPipePublisher.builder(server.client())
				.pipeId(PIPE)
				.linger(Duration.ofMillis(1))
				.maxRecordSize(1024)
				.maxBatchSize(16 * 1024)
				.maxBufferSize(512 * 1024)
				.build();
			try (PublishingThreads threads = PublishingThreads.start(THREADS,
					(thread) -> sendUntilClosed(publisher, new Random(seed * THREADS + thread)))) {
				assertThat(server.awaitRecords(PIPE, new Random(seed).nextInt(200_000), WAIT)).isTrue();
				publisher.close();
				threads.join();
			}
			PublisherStats stats = Accounts.assertBalanced(publisher);
			assertThat(stats.total(PipeStats::accepted)).isEqualTo(this.singles.sum() + this.inCollections.sum());
			assertThat(this.delivered.sum()).isEqualTo(this.inCollections.sum());
			assertThat(server.recordCount(PIPE)).isEqualTo(this.singles.sum() + this.inCollections.sum());
		}
	}

	private void sendUntilClosed(BatchPipePublisher publisher, Random random) {
		List<CompletableFuture<BatchResult>> results = new ArrayList<>();
		boolean closed = false;
		while (!closed) {
			try {
				int size = 1 + random.nextInt(2000);
				results.add(publisher.sendBatch(PIPE, records(size), BatchOptions.none()));
				this.inCollections.add(size);
				publisher.publish(Map.of("n", 1));
				this.singles.increment();
			}
			catch (BufferFullException ex) {
				// Not accepted, according to the policy.
			}
			catch (PublisherClosedException ex) {
				closed = true;
			}
		}
		for (CompletableFuture<BatchResult> result : results) {
			this.delivered.add(result.orTimeout(WAIT.toSeconds(), TimeUnit.SECONDS).join().delivered());
		}
	}

	private static List<Map<String, Integer>> records(int size) {
		return IntStream.range(0, size).mapToObj((n) -> Map.of("n", n)).toList();
	}

}
