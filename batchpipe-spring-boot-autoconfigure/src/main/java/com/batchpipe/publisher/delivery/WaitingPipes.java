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

package com.batchpipe.publisher.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.limit.TotalInFlightLimit;
import com.batchpipe.publisher.limit.TotalInFlightLimit.Turn;

/**
 * The pipes that wait, in order, until the limit for all pipes admits a request. Used by
 * the sending thread only.
 */
final class WaitingPipes {

	private final TotalInFlightLimit limit;

	private final Map<Turn, Deque<PipeDelivery>> lines = new EnumMap<>(Turn.class);

	WaitingPipes(TotalInFlightLimit limit) {
		this.limit = limit;
		for (Turn turn : Turn.values()) {
			this.lines.put(turn, new ArrayDeque<>());
		}
	}

	/**
	 * Add a pipe that waits until it can send a request.
	 */
	void add(PipeDelivery pipe, Turn turn) {
		Deque<PipeDelivery> line = this.lines.get(turn);
		if (!pipe.waiting && line != null) {
			line.addLast(pipe);
			pipe.waiting = true;
		}
	}

	/**
	 * Return a waiting pipe that can send now, or {@code null} if there is none.
	 */
	@Nullable PipeDelivery next() {
		for (Map.Entry<Turn, Deque<PipeDelivery>> line : this.lines.entrySet()) {
			PipeDelivery pipe = (this.limit.admits(line.getKey())) ? line.getValue().pollFirst() : null;
			if (pipe != null) {
				pipe.waiting = false;
				return pipe;
			}
		}
		return null;
	}

	int size() {
		return this.lines.values().stream().mapToInt(Deque::size).sum();
	}

}
