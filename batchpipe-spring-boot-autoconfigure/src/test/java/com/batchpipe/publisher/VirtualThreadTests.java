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
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with ten thousand virtual threads that wait for room in a small buffer.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadTests {

	private static final int THREADS = 10_000;

	private static final int RECORDS = 5;

	@Test
	@Timeout(60)
	void whenManyVirtualThreadsPublishThenAllIsDelivered() throws Exception {
		BatchPipePublisher publisher = BatchPipePublisher
			.builder(new ScriptedClient((pipeId, body, options) -> Mono.defer(() -> ScriptedClient.response(200))
				.subscribeOn(Schedulers.parallel())))
			.pipeId("a")
			.maxBatchRecords(100)
			.maxBatchSize(4096)
			.maxRecordSize(512)
			.maxBufferSize(2 * 4096 * 8)
			.maxBlock(Duration.ofMinutes(1))
			.linger(Duration.ofMillis(1))
			.build();
		// This code is compiled for Java 17.
		ExecutorService threads = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor")
			.invoke(null);
		for (int t = 0; t < THREADS; t++) {
			threads.execute(() -> {
				for (int i = 0; i < RECORDS; i++) {
					publisher.publish(Map.of("text", "x".repeat(50)));
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
		publisher.close();
		assertThat(publisher.stats().total(PipeStats::delivered)).isEqualTo(THREADS * RECORDS);
		assertThat(publisher.stats().waiters()).isZero();
		assertThat(publisher.stats().bufferedBytes()).isZero();
	}

}
