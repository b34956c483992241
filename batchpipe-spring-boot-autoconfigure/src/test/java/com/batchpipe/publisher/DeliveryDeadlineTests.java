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

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the delivery timeout while a request is in flight, with virtual time.
 */
class DeliveryDeadlineTests {

	private final PublisherFixture fixture = new PublisherFixture(
			(builder) -> builder.requestTimeout(Duration.ofSeconds(10)).deliveryTimeout(Duration.ofSeconds(15)))
		.respondWith((request) -> Mono.never());

	@Test
	void whenRequestIsInFlightAtTheDeadlineThenItIsCutShort() {
		this.fixture.publish(0, 10);
		this.fixture.advance(Duration.ofSeconds(15).minusNanos(1));
		assertThat(this.fixture.requests).hasSize(2);
		assertThat(this.fixture.stats().inFlight()).isOne();
		assertThat(this.fixture.handedBack).isEmpty();
		this.fixture.advance(Duration.ofNanos(1));
		assertThat(this.fixture.stats().inFlight()).isZero();
		assertThat(this.fixture.handedBack).hasSize(10)
			.allMatch((record) -> record.reason() == UndeliveredReason.EXPIRED);
		this.fixture.assertAccounting();
	}

	@Test
	void whenResponseComesBeforeTheDeadlineThenItCounts() {
		this.fixture.publish(0, 10);
		this.fixture.respondWith((request) -> ScriptedClient.response(200));
		this.fixture.advance(Duration.ofSeconds(12));
		assertThat(this.fixture.arrived).hasSize(10);
		assertThat(this.fixture.stats().delivered()).isEqualTo(10);
		this.fixture.assertAccounting();
	}

}
