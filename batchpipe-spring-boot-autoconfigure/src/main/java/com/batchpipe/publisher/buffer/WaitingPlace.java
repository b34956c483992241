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

package com.batchpipe.publisher.buffer;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * All callers that wait for the same share, in the order of their arrival. Guarded by the
 * lock of the {@link WaitingLine}.
 */
public final class WaitingPlace {

	private final TreeMap<Long, Waiter> waiters = new TreeMap<>();

	void add(Waiter waiter) {
		this.waiters.put(waiter.number(), waiter);
	}

	void remove(Waiter waiter) {
		this.waiters.remove(waiter.number());
	}

	boolean contains(Waiter waiter) {
		return this.waiters.get(waiter.number()) == waiter;
	}

	Waiter first() {
		return this.waiters.firstEntry().getValue();
	}

	/**
	 * Return the waiter that follows the given one, if there is one.
	 */
	@Nullable Waiter after(Waiter waiter) {
		Map.Entry<Long, Waiter> next = this.waiters.higherEntry(waiter.number());
		return (next != null) ? next.getValue() : null;
	}

	Collection<Waiter> waiters() {
		return this.waiters.values();
	}

	boolean isEmpty() {
		return this.waiters.isEmpty();
	}

}
