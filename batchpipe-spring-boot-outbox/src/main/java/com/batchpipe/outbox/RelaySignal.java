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

package com.batchpipe.outbox;

import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Notifies the relay of this instance, if it is running, that pipes have new rows. Safe
 * for use by multiple threads.
 */
final class RelaySignal {

	private final ClaimPositions positions;

	private volatile @Nullable RelayQueue queue;

	RelaySignal(ClaimPositions positions) {
		this.positions = positions;
	}

	/**
	 * Set the queue of the running relay.
	 * @param queue the queue, or {@code null} if no relay is running
	 */
	void connect(@Nullable RelayQueue queue) {
		this.queue = queue;
	}

	/**
	 * Notify the relay that this instance has committed rows.
	 * @param pipes the pipes of the rows
	 * @param first the identifier of the first row
	 */
	void committed(Set<String> pipes, UUID first) {
		pipes.forEach((pipe) -> this.positions.include(pipe, first));
		tell(pipes);
	}

	/**
	 * Notify the relay that this instance has moved rows of a pipe back to the table.
	 */
	void movedBack(String pipe) {
		this.positions.includeAll(pipe);
		tell(Set.of(pipe));
	}

	private void tell(Set<String> pipes) {
		RelayQueue current = this.queue;
		if (current != null) {
			current.tell((schedule) -> {
				schedule.committed();
				pipes.forEach(schedule::offer);
			});
		}
	}

	@Nullable RelayPause pause() {
		RelayQueue current = this.queue;
		return (current != null) ? current.pause() : null;
	}

}
