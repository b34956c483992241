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

package com.batchpipe.outbox.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import com.batchpipe.outbox.OutboxListener;
import com.batchpipe.publisher.UndeliveredReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link OutboxListeners}.
 */
class OutboxListenersTests {

	private final List<String> called = new ArrayList<>();

	@Test
	void whenSomeFailThenTheOthersAreNotifiedAndTheFailuresAreThrown() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("1", listener("1", true));
		beans.addBean("2", listener("2", false));
		beans.addBean("3", listener("3", true));
		OutboxListeners listeners = new OutboxListeners(beans.getBeanProvider(OutboxListener.class));
		assertThatIllegalStateException().isThrownBy(() -> listeners.setAside("a", 1, UndeliveredReason.INVALID, 400))
			.withMessage("1")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.satisfies((suppressed) -> assertThat(suppressed).hasMessage("3")));
		assertThat(this.called).containsExactly("1", "2", "3");
	}

	@Test
	void whenTwoThrowTheSameExceptionThenItIsThrown() {
		IllegalStateException failure = new IllegalStateException("same");
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		for (String name : List.of("1", "2")) {
			beans.addBean(name, new OutboxListener() {

				@Override
				public void claimed(String pipeId, int records, Duration time) {
					throw failure;
				}

			});
		}
		OutboxListeners listeners = new OutboxListeners(beans.getBeanProvider(OutboxListener.class));
		assertThatIllegalStateException().isThrownBy(() -> listeners.claimed("a", 1, Duration.ZERO)).isSameAs(failure);
	}

	private OutboxListener listener(String name, boolean fails) {
		return new OutboxListener() {

			@Override
			public void setAside(String pipeId, int records, UndeliveredReason reason, Integer status) {
				OutboxListenersTests.this.called.add(name);
				if (fails) {
					throw new IllegalStateException(name);
				}
			}

		};
	}

}
