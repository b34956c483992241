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

package com.batchpipe.autoconfigure.publisher;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PipeListeners}.
 */
class PipeListenersTests {

	@Test
	void whenOneFailsThenAllAreToldInOrderAndTheFailureIsSeen() {
		List<String> told = new ArrayList<>();
		PipeListeners listeners = new PipeListeners(
				List.of((publisher, pipeId) -> told.add("1 " + pipeId), (publisher, pipeId) -> fail("2"),
						(publisher, pipeId) -> fail("3"), (publisher, pipeId) -> told.add("4 " + pipeId)));
		assertThatIllegalStateException().isThrownBy(() -> listeners.pipeAdded(mock(BatchPipePublisher.class), "a"))
			.withMessage("2")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.satisfies((suppressed) -> assertThat(suppressed).hasMessage("3")));
		assertThat(told).containsExactly("1 a", "4 a");
	}

	@Test
	void whenTwoThrowTheSameExceptionThenItIsThrown() {
		IllegalStateException failure = new IllegalStateException("same");
		PipeListener failing = (publisher, pipeId) -> {
			throw failure;
		};
		PipeListeners listeners = new PipeListeners(List.of(failing, failing));
		assertThatIllegalStateException().isThrownBy(() -> listeners.pipeAdded(mock(BatchPipePublisher.class), "a"))
			.isSameAs(failure);
	}

	private static void fail(String message) {
		throw new IllegalStateException(message);
	}

}
