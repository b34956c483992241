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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Remembers the position at which the next claim of each pipe begins. A database keeps
 * deleted rows in its index for a while, and a claim that started at the first of them
 * would have to skip all of them again. Rows with an identifier before the position have
 * been deleted, have been claimed, or are unknown to this instance until the next poll.
 * Safe for use by multiple threads.
 */
final class ClaimPositions {

	private static final UUID START = new UUID(0, 0);

	/**
	 * The maximum number of positions. Beyond this number, the least recently used pipe
	 * starts from the beginning again.
	 */
	private static final int MAX_PIPES = 10_000;

	private final Map<String, Position> positions = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Position> eldest) {
			return size() > MAX_PIPES;
		}

	};

	/**
	 * Begin a claim, before its rows are read.
	 */
	synchronized Claim begin(String pipeId) {
		Position position = this.positions.computeIfAbsent(pipeId, (key) -> new Position());
		Claim claim = new Claim(position);
		position.claims.add(claim);
		return claim;
	}

	/**
	 * Record that the rows of a claim are locked, so that the next claim begins after
	 * them.
	 * @param claim the claim
	 * @param last the identifier of its last row
	 */
	synchronized void locked(Claim claim, UUID last) {
		Position position = claim.position;
		position.claims.remove(claim);
		UUID reached = min(successor(last), claim.lowestNew);
		if (compare(position.next, claim.from) >= 0 && compare(position.next, reached) < 0) {
			position.next = reached;
		}
	}

	/**
	 * Record that a claim has found no rows or has failed.
	 */
	synchronized void end(Claim claim) {
		claim.position.claims.remove(claim);
	}

	/**
	 * Record that there are rows which claims in progress may not have seen.
	 * @param pipeId the pipe's identifier
	 * @param first the identifier of the first of these rows
	 */
	synchronized void include(String pipeId, UUID first) {
		Position position = this.positions.get(pipeId);
		if (position != null) {
			position.next = min(position.next, first);
			for (Claim claim : position.claims) {
				claim.lowestNew = min(claim.lowestNew, first);
			}
		}
	}

	/**
	 * Record that a pipe may have rows with any identifier.
	 */
	void includeAll(String pipeId) {
		include(pipeId, START);
	}

	private static UUID successor(UUID id) {
		long low = id.getLeastSignificantBits() + 1;
		return new UUID((low != 0) ? id.getMostSignificantBits() : id.getMostSignificantBits() + 1, low);
	}

	private static UUID min(UUID one, UUID other) {
		return (compare(one, other) <= 0) ? one : other;
	}

	/**
	 * Compare identifiers as unsigned numbers, as databases do.
	 */
	private static int compare(UUID one, UUID other) {
		int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
		return (high != 0) ? high
				: Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
	}

	/**
	 * The position at which the next claim of a pipe begins.
	 */
	private static final class Position {

		private UUID next = START;

		/**
		 * The claims whose rows are being read.
		 */
		private final List<Claim> claims = new ArrayList<>();

	}

	/**
	 * A claim.
	 */
	static final class Claim {

		private final Position position;

		private final UUID from;

		/**
		 * The lowest identifier of the rows that may have been added after this claim
		 * began.
		 */
		private UUID lowestNew = new UUID(-1, -1);

		private Claim(Position position) {
			this.position = position;
			this.from = position.next;
		}

		/**
		 * Return the first identifier that this claim includes.
		 */
		UUID from() {
			return this.from;
		}

	}

}
