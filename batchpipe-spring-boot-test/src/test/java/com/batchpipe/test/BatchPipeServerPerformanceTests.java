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

package com.batchpipe.test;

import java.time.Duration;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.core.log.LogMessage;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures the performance of {@link BatchPipeServer}. The limits are generous, so that a
 * slow machine does not break the build; the figures are logged.
 */
class BatchPipeServerPerformanceTests {

	private static final Log logger = LogFactory.getLog(BatchPipeServerPerformanceTests.class);

	private static final Duration WAIT = Duration.ofMinutes(5);

	private static final int RECORDS_PER_REQUEST = 1_000;

	private static final int REQUESTS = Integer.getInteger("batchpipe.test.load-requests", 1_000);

	@Test
	void startsQuickly() {
		for (int i = 1; i <= 5; i++) {
			long start = System.nanoTime();
			BatchPipeServer server = BatchPipeServer.start();
			Duration taken = Duration.ofNanos(System.nanoTime() - start);
			server.close();
			Duration closed = Duration.ofNanos(System.nanoTime() - start).minus(taken);
			logger.info(LogMessage.format("Start %d took %d ms, close %d ms", i, taken.toMillis(), closed.toMillis()));
			assertThat(taken).isLessThan(Duration.ofSeconds(10));
		}
	}

	@Test
	void countsMillionsOfRecordsInBoundedMemory() {
		String pipe = UUID.randomUUID().toString();
		String record = "{\"id\":123456,\"type\":\"earthquake\",\"place\":\"%s\",\"magnitude\":4.25}"
			.formatted("x".repeat(130));
		RawJson body = RawJson.of("[" + (record + ",").repeat(RECORDS_PER_REQUEST - 1) + record + "]");
		try (BatchPipeServer server = BatchPipeServer.builder().pipes(pipe).countOnly().start()) {
			BatchPipeClient client = server.client();
			long start = System.nanoTime();
			Long accepted = Flux.range(0, REQUESTS)
				.flatMap((i) -> client.ingest(pipe, body), 4)
				.filter((response) -> response.status() == 202)
				.count()
				.block(WAIT);
			double seconds = (System.nanoTime() - start) / 1e9;
			assertThat(accepted).isEqualTo(REQUESTS);
			assertThat(server.recordCount(pipe)).isEqualTo((long) REQUESTS * RECORDS_PER_REQUEST);
			logger.info(LogMessage.format("%d records of %d bytes in %.2f s, %.0f records/s", server.recordCount(pipe),
					record.length(), seconds, server.recordCount(pipe) / seconds));
		}
	}

}
