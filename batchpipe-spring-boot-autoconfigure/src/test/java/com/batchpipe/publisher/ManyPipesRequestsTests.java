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

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the number of requests that many pipes require, with virtual time.
 */
class ManyPipesRequestsTests {

	private static final int PIPES = 600;

	/**
	 * The number of requests, which equals the client's number of connections.
	 */
	private static final int MAX_REQUESTS = 256;

	private static final Duration LINGER = Duration.ofMillis(50);

	private final PublisherFixture fixture = new PublisherFixture();

	private final List<Sinks.One<BatchPipeResponse>> responses = new ArrayList<>();

	@Test
	void whenRecordsComeWithinTheLingerThenEachPipeCostsOneRequest() {
		for (int round = 0; round < 9; round++) {
			publishToAll();
			this.fixture.advance(LINGER.dividedBy(10));
		}
		this.fixture.advance(LINGER);
		assertThat(this.fixture.requests).hasSize(PIPES).allMatch((request) -> request.numbers().size() == 9);
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheServiceIsSlowThenPipesThatWaitCollectAndCostOneRequest() {
		this.fixture.respondWith((request) -> later());
		publishToAll();
		this.fixture.advance(LINGER.multipliedBy(2));
		assertThat(this.fixture.requests).hasSize(MAX_REQUESTS);
		for (int round = 0; round < 9; round++) {
			publishToAll();
			this.fixture.advance(LINGER);
		}
		assertThat(this.fixture.requests).hasSize(MAX_REQUESTS);
		respondToAll();
		assertThat(this.fixture.requests.subList(MAX_REQUESTS, PIPES))
			.allMatch((request) -> request.numbers().size() == 10);
		assertThat(this.fixture.requests.stream().map(PublisherFixture.Request::pipeId).distinct()).hasSize(PIPES);
		assertThat(this.fixture.publisher.stats().total(PipeStats::buffered)).isZero();
		this.fixture.assertAccounting();
	}

	@Test
	void whenTheBufferIsFullThenNoBatchIsSentBeforeItsTime() {
		PublisherFixture full = new PublisherFixture((builder) -> builder.overflow(OverflowPolicy.FAIL)
			.maxBatchSize(512)
			.maxRecordSize(64)
			.maxInFlight(1)
			.maxBufferSize(1024));
		for (int pipe = 0; pipe < PIPES; pipe++) {
			full.publisher.tryPublish("pipe-" + pipe % 20, Map.of("n", pipe));
		}
		full.loop.run();
		assertThat(full.requests).isEmpty();
		full.advance(LINGER);
		assertThat(full.requests).hasSize(20);
		full.assertAccounting();
	}

	private void publishToAll() {
		for (int pipe = 0; pipe < PIPES; pipe++) {
			this.fixture.publisher.publish("pipe-" + pipe, Map.of("n", pipe));
		}
		this.fixture.loop.run();
	}

	private Mono<BatchPipeResponse> later() {
		Sinks.One<BatchPipeResponse> response = Sinks.one();
		this.responses.add(response);
		return response.asMono();
	}

	private void respondToAll() {
		while (!this.responses.isEmpty()) {
			List<Sinks.One<BatchPipeResponse>> open = List.copyOf(this.responses);
			this.responses.clear();
			open.forEach((response) -> response.emitValue(BatchPipeResponse.of(BatchPipeOperation.INGEST, 200, null),
					Sinks.EmitFailureHandler.FAIL_FAST));
			this.fixture.advance(LINGER.multipliedBy(2));
		}
	}

}
