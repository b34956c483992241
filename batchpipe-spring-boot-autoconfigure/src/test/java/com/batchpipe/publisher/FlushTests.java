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
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for flushing without blocking a thread.
 */
class FlushTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Test
	void whenSubscribedThenBufferedRecordsAreSentAndWaitedFor() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.linger(Duration.ofMinutes(1)));
		fixture.publisher.publish(Map.of("n", 1));
		Mono<FlushResult> flush = fixture.publisher.flushMono(PATIENCE);
		fixture.loop.run();
		assertThat(fixture.requests).isEmpty();
		StepVerifier.create(flush)
			.then(fixture.loop::run)
			.expectNext(new FlushResult(1, 0, 0))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(fixture.stats().sealedByFlush()).isOne();
	}

	@Test
	void whenTheTimeoutPassesThenItTellsWhatRemains() {
		PublisherFixture fixture = new PublisherFixture().respondWith((request) -> Mono.never());
		fixture.publish(0, 10);
		StepVerifier.create(fixture.publisher.flushMono(Duration.ofMillis(1)))
			.expectNext(new FlushResult(0, 0, 10))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenNothingIsBufferedThenItEndsAtOnce() {
		StepVerifier.create(new PublisherFixture().publisher.flushMono(PATIENCE))
			.expectNext(new FlushResult(0, 0, 0))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenCancelledThenOthersStillWait() {
		PublisherFixture fixture = new PublisherFixture((builder) -> builder.linger(Duration.ofMinutes(1)));
		fixture.publisher.publish(Map.of("n", 1));
		fixture.publisher.flushMono(PATIENCE).subscribe().dispose();
		StepVerifier.create(fixture.publisher.flushMono(PATIENCE))
			.then(fixture.loop::run)
			.assertNext((result) -> assertThat(result.complete()).isTrue())
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whenFlushEndsThenTheCallerIsNotToldByTheSendingThread() {
		ScriptedClient client = new ScriptedClient((pipeId, body, options) -> ScriptedClient.response(200));
		AtomicReference<String> thread = new AtomicReference<>();
		try (BatchPipePublisher publisher = BatchPipePublisher.builder(client).linger(Duration.ofMinutes(1)).build()) {
			publisher.publish("a", Map.of("n", 1));
			publisher.flushMono(PATIENCE).doOnNext((result) -> thread.set(Thread.currentThread().getName())).block();
		}
		assertThat(thread.get()).startsWith("batchpipe-publisher-callbacks");
	}

}
