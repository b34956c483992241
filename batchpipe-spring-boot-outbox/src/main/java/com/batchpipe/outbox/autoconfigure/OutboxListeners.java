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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import com.batchpipe.outbox.OutboxListener;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Notifies all listeners, which are looked up for each notification. If one of them
 * fails, the others are still notified.
 */
final class OutboxListeners implements OutboxListener {

	private final ObjectProvider<OutboxListener> listeners;

	OutboxListeners(ObjectProvider<OutboxListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void claimed(String pipeId, int records, Duration time) {
		callAll((listener) -> listener.claimed(pipeId, records, time));
	}

	@Override
	public void delivered(String pipeId, int records, Duration lag) {
		callAll((listener) -> listener.delivered(pipeId, records, lag));
	}

	@Override
	public void setAside(String pipeId, int records, UndeliveredReason reason, @Nullable Integer status) {
		callAll((listener) -> listener.setAside(pipeId, records, reason, status));
	}

	private void callAll(Consumer<OutboxListener> event) {
		List<RuntimeException> failures = new ArrayList<>();
		this.listeners.forEach((listener) -> {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		});
		if (!failures.isEmpty()) {
			RuntimeException first = failures.remove(0);
			failures.stream().filter((failure) -> failure != first).forEach(first::addSuppressed);
			throw first;
		}
	}

}
