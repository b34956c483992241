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
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.log.LogMessage;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeStats;
import com.batchpipe.publisher.PublisherStats;
import com.batchpipe.publisher.UndeliveredRecordHandler;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.FaultScope;
import com.batchpipe.test.ScriptedResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Publishes over HTTP from many threads to a server with random faults and verifies all
 * counts. Set the number of records with {@code -Dbatchpipe.test.records=10000000} and
 * the seed of the faults with {@code -Dbatchpipe.test.seed=1}.
 */
class PublishingUnderFaultsTests {

	private static final Log logger = LogFactory.getLog(PublishingUnderFaultsTests.class);

	private static final int THREADS = 16;

	private static final int RECORDS = Integer.getInteger("batchpipe.test.records", 200_000) / THREADS * THREADS;

	private static final int RECORDS_WITH_ID = 32_000;

	private static final Random SEEDS = new Random(Long.getLong("batchpipe.test.seed", 5L));

	private static final List<String> PIPES = List.of("pipe-0", "pipe-1", "pipe-2");

	private static final Duration FLUSH_TIMEOUT = Duration.ofMinutes(10);

	private final LongAdder handedBack = new LongAdder();

	/**
	 * The records of requests that were processed but whose responses were lost.
	 */
	private final LongAdder unacknowledged = new LongAdder();

	@Test
	@Timeout(1800)
	void whenFaultsAreRandomThenDeliveredAndHandedBackAreAcceptedExactly() throws Exception {
		try (BatchPipeServer server = BatchPipeServer.builder()
			.pipes(PIPES.toArray(String[]::new))
			.countOnly()
			.start()) {
			BatchPipePublisher publisher = publisher(server, (record) -> this.handedBack.increment());
			faultsBeforeProcessing(server);
			faultsAfterProcessing(server);
			long start = System.nanoTime();
			publish(publisher, RECORDS);
			publisher.flush(FLUSH_TIMEOUT);
			publisher.close();
			double seconds = (System.nanoTime() - start) / 1e9;
			PublisherStats stats = Accounts.assertBalanced(publisher);
			long arrived = PIPES.stream().mapToLong(server::recordCount).sum();
			logger.info(LogMessage.format("%s, unacknowledged %d, arrived %d, requests %d in %.1f s, %.0f records/s",
					summary(stats), this.unacknowledged.sum(), arrived, server.requestCount(BatchPipeOperation.INGEST),
					seconds, RECORDS / seconds));
			assertThat(stats.total(PipeStats::accepted)).isEqualTo(RECORDS);
			assertThat(stats.total(PipeStats::delivered) + this.handedBack.sum()).isEqualTo(RECORDS);
			assertThat(this.handedBack.sum()).isPositive();
			assertThat(this.unacknowledged.sum()).isPositive();
			assertThat(arrived).isEqualTo(stats.total(PipeStats::delivered) + this.unacknowledged.sum());
			assertThat(stats.total((pipe) -> pipe.requests().completed()))
				.isEqualTo(server.requestCount(BatchPipeOperation.INGEST));
		}
	}

	@Test
	@Timeout(300)
	void whenFaultsAreCertainlyBeforeProcessingThenNoRecordArrivesTwice() throws Exception {
		ConcurrentLinkedQueue<String> back = new ConcurrentLinkedQueue<>();
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(PIPES.toArray(String[]::new)).start()) {
			BatchPipePublisher publisher = publisher(server, (record) -> back.add(record.jsonText()));
			faultsBeforeProcessing(server);
			publish(publisher, RECORDS_WITH_ID);
			publisher.flush(FLUSH_TIMEOUT);
			publisher.close();
			PublisherStats stats = Accounts.assertBalanced(publisher);
			BitSet seen = new BitSet(RECORDS_WITH_ID);
			PIPES.forEach((pipe) -> server.records(pipe).forEach((record) -> see(seen, record)));
			assertThat(seen.cardinality()).isEqualTo(stats.total(PipeStats::delivered));
			JsonMapper mapper = JsonMapper.shared();
			back.forEach((json) -> see(seen, mapper.readTree(json)));
			assertThat(seen.cardinality()).isEqualTo(RECORDS_WITH_ID);
		}
	}

	private static void see(BitSet seen, JsonNode record) {
		int id = record.get("id").intValue();
		assertThat(seen.get(id)).as("record %d was seen before", id).isFalse();
		seen.set(id);
	}

	private static BatchPipePublisher publisher(BatchPipeServer server, UndeliveredRecordHandler handler) {
		return BatchPipePublisher.builder(server.client())
			.maxBatchRecords(397)
			.linger(Duration.ofMillis(5))
			.minBackoff(Duration.ofMillis(1))
			.maxBackoff(Duration.ofMillis(20))
			.requestTimeout(Duration.ofMinutes(1))
			.deliveryTimeout(Duration.ofMinutes(30))
			.maxBlock(Duration.ofMinutes(5))
			.undeliveredRecordHandler(handler)
			.build();
	}

	private static void publish(BatchPipePublisher publisher, int records) throws Exception {
		int each = records / THREADS;
		try (PublishingThreads threads = PublishingThreads.start(THREADS, (thread) -> {
			for (int id = thread * each; id < (thread + 1) * each; id++) {
				publisher.publish(PIPES.get(id % PIPES.size()), record(id));
			}
		})) {
			threads.join();
		}
	}

	private static Object record(int id) {
		String text = "quake-".repeat(10);
		return switch (id % 3) {
			case 0 -> RawJson.of("{\"id\":" + id + ",\"text\":\"" + text + "\"}");
			case 1 -> Map.of("id", id, "text", text);
			default -> new Quake(id, text);
		};
	}

	private static void faultsBeforeProcessing(BatchPipeServer server) {
		random(server, 0.02).respond(503);
		random(server, 0.02).rateLimited(Duration.ZERO);
		random(server, 0.02).times(3).rateLimited(Duration.ofSeconds(1));
		random(server, 0.02).respond(500);
		random(server, 0.01).html(502);
		random(server, 0.02).resetConnection();
		random(server, 0.02).closeConnection();
		random(server, 0.01).respond(409);
		random(server, 0.02).latency(Duration.ofMillis(20));
	}

	private void faultsAfterProcessing(BatchPipeServer server) {
		lost(random(server, 0.01), ScriptedResponse::truncated);
		lost(random(server, 0.01), ScriptedResponse::resetConnection);
		lost(random(server, 0.01), ScriptedResponse::closeConnection);
		lost(random(server, 0.01), () -> ScriptedResponse.status(500));
	}

	private void lost(FaultScope scope, Supplier<ScriptedResponse> response) {
		scope.afterProcessing().respondWith((request) -> {
			this.unacknowledged.add(request.bodyAsString().chars().filter((c) -> c == '{').count());
			return response.get();
		});
	}

	private static FaultScope random(BatchPipeServer server, double probability) {
		return server.on(BatchPipeOperation.INGEST).withProbability(probability, SEEDS.nextLong());
	}

	private static String summary(PublisherStats stats) {
		return "accepted %d, delivered %d, rejected %d, retried requests %d".formatted(stats.total(PipeStats::accepted),
				stats.total(PipeStats::delivered), stats.total(PipeStats::rejected),
				stats.total((pipe) -> pipe.requests().retried()));
	}

	record Quake(int id, String text) {
	}

}
