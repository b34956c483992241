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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the records of one partition have come, as long as a consumer has the
 * partition. Used on the thread of the consumer.
 */
final class PartitionProgress {

	private final TopicPartition partition;

	private final Deque<Segment> segments = new ArrayDeque<>();

	private final Deque<Shipment> queued = new ArrayDeque<>();

	private final List<Blocked> blocked = new ArrayList<>();

	private long position = -1;

	private long committed = -1;

	private int unsettled;

	private int inFlight;

	private boolean revoked;

	PartitionProgress(TopicPartition partition) {
		this.partition = partition;
	}

	TopicPartition partition() {
		return this.partition;
	}

	/**
	 * Add records that were read.
	 */
	Segment add(ConsumerRecord<?, ?> first, long nextOffset, int size) {
		Segment segment = new Segment(this, first, nextOffset, size);
		this.segments.add(segment);
		this.unsettled += size;
		return segment;
	}

	void settled(int count) {
		this.unsettled -= count;
	}

	/**
	 * Return how many records were read and have not ended.
	 */
	int unsettled() {
		return this.unsettled;
	}

	/**
	 * Records were given to the publisher or to the dead-letter topic, or have come back.
	 */
	void inFlight(int change) {
		this.inFlight += change;
	}

	boolean isInFlight() {
		return this.inFlight > 0;
	}

	/**
	 * Go on to the first records that have not ended.
	 */
	void advance() {
		Segment first = this.segments.peek();
		while (first != null) {
			this.position = first.position();
			if (!first.isSettled()) {
				return;
			}
			this.segments.remove();
			first = this.segments.peek();
		}
	}

	boolean isIdle() {
		return this.segments.isEmpty();
	}

	/**
	 * Return the offset to commit, or -1 if that was done.
	 */
	long uncommitted() {
		return (this.position > this.committed) ? this.position : -1;
	}

	void committing(long offset) {
		this.committed = offset;
	}

	/**
	 * A commit has failed: the next one includes it.
	 */
	void commitFailed() {
		this.committed = -1;
	}

	/**
	 * Return the timestamp of the first record that has not ended, or -1 if all have.
	 */
	long oldestTimestamp() {
		Segment first = this.segments.peek();
		return (first != null) ? first.timestamp() : -1;
	}

	/**
	 * Let a shipment wait until all records before it have ended.
	 */
	void queue(Shipment shipment) {
		this.queued.add(shipment);
	}

	/**
	 * Return the queued shipment whose turn it is, or {@code null} if there is none.
	 */
	@Nullable Shipment next() {
		Shipment next = this.queued.peek();
		boolean first = next != null && next.segment(0) == this.segments.peek();
		return (first) ? this.queued.poll() : null;
	}

	/**
	 * A record was refused and cannot be set aside.
	 */
	void block(Blocked record) {
		this.blocked.add(record);
	}

	/**
	 * Return the first record that was refused and cannot be set aside.
	 */
	@Nullable Blocked blocked() {
		return (!this.blocked.isEmpty()) ? this.blocked.get(0) : null;
	}

	/**
	 * Return the records that were refused, which are no longer so.
	 */
	List<Blocked> unblock() {
		List<Blocked> records = List.copyOf(this.blocked);
		this.blocked.clear();
		return records;
	}

	/**
	 * The consumer does not have the partition any more.
	 */
	void revoke() {
		this.revoked = true;
	}

	boolean isRevoked() {
		return this.revoked;
	}

	/**
	 * A record that holds its partition.
	 *
	 * @param record the record
	 * @param segment its segment
	 * @param cause why it was refused
	 */
	record Blocked(ConsumerRecord<byte[], byte[]> record, Segment segment, RejectedRecordException cause) {

	}

}
