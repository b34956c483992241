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

package com.batchpipe.kafka;

import java.util.TreeSet;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adjacent records of one partition that are sent together. Used on the thread of the
 * consumer.
 */
final class Segment {

	private final PartitionProgress partition;

	private final long firstOffset;

	private final long nextOffset;

	private final long timestamp;

	private final int size;

	private int unsettled;

	/**
	 * The offsets of the records that are known to remain in progress, or {@code null} if
	 * no such record is known yet.
	 */
	private @Nullable TreeSet<Long> remaining;

	/**
	 * Create a segment.
	 * @param partition the partition
	 * @param first the first record
	 * @param nextOffset the offset to commit when none of the records is in progress
	 * @param size the number of records
	 */
	Segment(PartitionProgress partition, ConsumerRecord<?, ?> first, long nextOffset, int size) {
		this.partition = partition;
		this.firstOffset = first.offset();
		this.timestamp = first.timestamp();
		this.nextOffset = nextOffset;
		this.size = size;
		this.unsettled = size;
	}

	int size() {
		return this.size;
	}

	PartitionProgress partition() {
		return this.partition;
	}

	/**
	 * Record that a number of records, none of which is known to remain, are no longer in
	 * progress.
	 */
	void settle(int count) {
		this.unsettled -= count;
		this.partition.settled(count);
	}

	/**
	 * Record that a record remains, because it was rejected or must be sent again.
	 */
	void remains(ConsumerRecord<?, ?> record) {
		TreeSet<Long> remaining = this.remaining;
		if (remaining == null) {
			remaining = new TreeSet<>();
			this.remaining = remaining;
		}
		remaining.add(record.offset());
	}

	/**
	 * Record that a remaining record is no longer in progress.
	 */
	void settle(ConsumerRecord<?, ?> record) {
		if (this.remaining != null) {
			this.remaining.remove(record.offset());
		}
		settle(1);
	}

	boolean isSettled() {
		return this.unsettled == 0;
	}

	int unsettled() {
		return this.unsettled;
	}

	/**
	 * Return the offset below which no record is in progress.
	 */
	long position() {
		if (isSettled()) {
			return this.nextOffset;
		}
		TreeSet<Long> remaining = this.remaining;
		boolean known = remaining != null && remaining.size() == this.unsettled;
		return (remaining != null && known) ? remaining.first() : this.firstOffset;
	}

	/**
	 * Return the timestamp of the first record.
	 */
	long timestamp() {
		return this.timestamp;
	}

}
