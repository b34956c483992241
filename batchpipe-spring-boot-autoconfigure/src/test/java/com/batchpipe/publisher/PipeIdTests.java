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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the pipe identifiers that a publisher accepts.
 */
class PipeIdTests {

	private static final Map<String, Integer> RECORD = Map.of("n", 1);

	private final PublisherFixture fixture = new PublisherFixture();

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".", "..", "a\nb", "\u0085", "\ud83d", "a\ude00", "\ude00\ud83d" })
	void whenIdWouldArriveAsAnotherThenNoRecordIsAccepted(String id) {
		BatchPipePublisher publisher = this.fixture.publisher;
		assertThatIllegalArgumentException().isThrownBy(() -> publisher.publish(id, RECORD))
			.withMessageContaining("'pipeId'");
		assertThatIllegalArgumentException().isThrownBy(() -> publisher.tryPublish(id, RECORD));
		assertThatIllegalArgumentException().isThrownBy(() -> publisher.send(id, RECORD).join());
		StepVerifier.create(publisher.sendMono(id, RECORD))
			.expectError(IllegalArgumentException.class)
			.verify(Duration.ofSeconds(10));
		StepVerifier.create(publisher.sendAll(id, Flux.just(RECORD)))
			.expectError(IllegalArgumentException.class)
			.verify(Duration.ofSeconds(10));
		assertThat(publisher.stats().pipes()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "..", "\ud83d" })
	void whenDefaultPipeWouldArriveAsAnotherThenItIsRefused(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PublisherFixture((builder) -> builder.pipeId(id)))
			.withMessageContaining("'pipeId'");
	}

	@Test
	void whenIdHasAWholeSurrogatePairThenItIsAccepted() {
		this.fixture.publish("a\ud83d\ude00", 0, 10);
		assertThat(this.fixture.requests).singleElement()
			.satisfies((request) -> assertThat(request.pipeId()).isEqualTo("a\ud83d\ude00"));
	}

}
