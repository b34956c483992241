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

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;

/**
 * Notifies several listeners. If one of them fails, the others are still notified.
 */
final class PipeListeners implements PipeListener {

	private final List<PipeListener> listeners;

	PipeListeners(List<PipeListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void pipeAdded(BatchPipePublisher publisher, String pipeId) {
		RuntimeException failure = null;
		for (PipeListener listener : this.listeners) {
			try {
				listener.pipeAdded(publisher, pipeId);
			}
			catch (RuntimeException ex) {
				failure = collect(failure, ex);
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	private static RuntimeException collect(@Nullable RuntimeException earlier, RuntimeException ex) {
		if (earlier == null) {
			return ex;
		}
		if (ex != earlier) {
			earlier.addSuppressed(ex);
		}
		return earlier;
	}

}
