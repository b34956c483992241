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

package com.batchpipe.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the outcomes of the items of failed chunks until the items are written again.
 * Items are distinguished by identity; an item that occurs several times in a chunk has
 * several outcomes.
 */
final class ItemOutcomes {

	private static final ItemOutcome UNKNOWN = new ItemOutcome(null);

	private final Map<Object, Deque<ItemOutcome>> outcomes = new IdentityHashMap<>();

	/**
	 * Remove and return the outcome of each item, or {@code null} if there is none.
	 */
	synchronized @Nullable ItemOutcome[] take(List<?> items) {
		@Nullable ItemOutcome[] known = new ItemOutcome[items.size()];
		if (this.outcomes.isEmpty()) {
			return known;
		}
		for (int i = 0; i < known.length; i++) {
			Deque<ItemOutcome> outcomes = this.outcomes.get(items.get(i));
			if (outcomes != null) {
				ItemOutcome outcome = outcomes.remove();
				known[i] = (outcome != UNKNOWN) ? outcome : null;
				if (outcomes.isEmpty()) {
					this.outcomes.remove(items.get(i));
				}
			}
		}
		return known;
	}

	synchronized void put(List<?> items, @Nullable ItemOutcome[] known) {
		for (int i = 0; i < known.length; i++) {
			ItemOutcome outcome = known[i];
			this.outcomes.computeIfAbsent(items.get(i), (item) -> new ArrayDeque<>(1))
				.add((outcome != null) ? outcome : UNKNOWN);
		}
	}

	synchronized void clear() {
		this.outcomes.clear();
	}

}
