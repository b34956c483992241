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

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Creates version 7 UUIDs, which begin with the time. Within one instance, each
 * identifier is greater than the previous one. Safe for use by multiple threads.
 */
final class RecordIds {

	private static final int COUNTER_BITS = 12;

	private static final long COUNTER = (1L << COUNTER_BITS) - 1;

	private static final long VERSION = 0x7000L;

	private static final long VARIANT = 0x8000000000000000L;

	private final LongSupplier currentTimeMillis;

	/**
	 * The time of the next identifier in milliseconds, followed by a counter that
	 * overflows into the time if one millisecond has more identifiers than it can count.
	 */
	private final AtomicLong next = new AtomicLong();

	RecordIds(LongSupplier currentTimeMillis) {
		this.currentTimeMillis = currentTimeMillis;
	}

	/**
	 * Reserve consecutive identifiers.
	 * @param count the number of identifiers
	 * @return the first of them
	 */
	long reserve(int count) {
		long now = this.currentTimeMillis.getAsLong() << COUNTER_BITS;
		return this.next.updateAndGet((last) -> Math.max(last, now) + count) - count;
	}

	/**
	 * Return a reserved identifier.
	 */
	static UUID get(long reserved) {
		long high = ((reserved >>> COUNTER_BITS) << 16) | VERSION | (reserved & COUNTER);
		return new UUID(high, (ThreadLocalRandom.current().nextLong() >>> 2) | VARIANT);
	}

	/**
	 * Return when an identifier was created.
	 */
	static Instant time(UUID id) {
		return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
	}

}
