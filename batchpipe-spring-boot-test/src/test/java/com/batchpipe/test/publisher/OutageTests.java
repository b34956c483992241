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
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PauseCause;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.RecordOrdering;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an application can continue to publish during an outage of BatchPipe.
 */
class OutageTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final int RECORDS = 20_000;

	private static final int MAX_IN_FLIGHT = 8;

	private static final Duration WAIT = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource
	@Timeout(180)
	void whenBatchPipeWasDownThenOneRequestAsksFirstAndAllArrives(RecordOrdering ordering) {
		CompletableFuture<Void> letGo = new CompletableFuture<>();
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).start()) {
			BatchPipePublisher publisher = publisher(server, ordering);
			publish(publisher, 0, RECORDS / 2);
			assertThat(server.awaitRecords(PIPE, 1, WAIT)).isTrue();
			server.pause();
			publish(publisher, RECORDS / 2, RECORDS);
			await().atMost(WAIT).until(() -> stats(publisher).pause() == PauseCause.OUTAGE);
			long before = server.requestCount(BatchPipeOperation.INGEST);
			server.on(BatchPipeOperation.INGEST).holdUntil(letGo);
			server.resume();
			assertThat(server.awaitRequests(BatchPipeOperation.INGEST, before + 1, WAIT)).isTrue();
			assertThat(stats(publisher).inFlight()).isOne();
			assertThat(stats(publisher).buffered()).isGreaterThan(RECORDS / 2 - 1);
			assertThat(server.requestCount(BatchPipeOperation.INGEST)).isEqualTo(before + 1);
			letGo.complete(null);
			assertThat(publisher.flush(WAIT).complete()).isTrue();
			publisher.close();
			Accounts.assertBalanced(publisher);
			assertThat(stats(publisher).delivered()).isEqualTo(RECORDS);
			assertThat(server.requestCount(BatchPipeOperation.INGEST)).isBetween(batches(publisher),
					batches(publisher) + MAX_IN_FLIGHT);
			assertArrived(server, ordering);
		}
	}

	private static void assertArrived(BatchPipeServer server, RecordOrdering ordering) {
		IntStream arrived = server.records(PIPE).stream().mapToInt((record) -> record.get("n").intValue()).distinct();
		assertThat((ordering == RecordOrdering.STRICT) ? arrived : arrived.sorted())
			.containsExactlyElementsOf(IntStream.range(0, RECORDS).boxed().toList());
	}

	private static BatchPipePublisher publisher(BatchPipeServer server, RecordOrdering ordering) {
		return BatchPipePublisher.builder(server.client())
			.pipeId(PIPE)
			.ordering(ordering)
			.maxInFlight(MAX_IN_FLIGHT)
			.maxBatchRecords(100)
			.linger(Duration.ofMillis(1))
			.minBackoff(Duration.ofMillis(5))
			.maxBackoff(Duration.ofMillis(50))
			.build();
	}

	private static void publish(BatchPipePublisher publisher, int from, int to) {
		IntStream.range(from, to).forEach((n) -> publisher.publish(Map.of("n", n)));
	}

	private static PipeStats stats(BatchPipePublisher publisher) {
		return publisher.stats().pipes().get(PIPE);
	}

	private static long batches(BatchPipePublisher publisher) {
		PipeStats stats = stats(publisher);
		return stats.sealedByCount() + stats.sealedBySize() + stats.sealedByLinger() + stats.sealedByFlush();
	}

}
