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
 * The progress of the records of one partition while it is assigned to a consumer. Used
 * on the thread of the consumer.
 */
final class PartitionProgress {

	private final TopicPartition partition;

	private final Deque<Segment> segments = new ArrayDeque<>();

	private final Deque<Shipment> queued = new ArrayDeque<>();

	private final List<Blocked> blocked = new ArrayList<>();

	private long position = -1;

	private long committed = -1;

	private int unsettled;

	private int readAhead;

	private int queuedRecords;

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
		this.readAhead += size;
		return segment;
	}

	void settled(int count) {
		this.unsettled -= count;
	}

	/**
	 * Return the number of records in progress.
	 */
	int unsettled() {
		return this.unsettled;
	}

	/**
	 * Return the maximum number of records that would be read again by another consumer:
	 * those of the first segment in progress, and those after them. If rejected records
	 * have stopped the partition, only the records that are still being sent count. The
	 * partition sends no further records until someone acts, and other partitions must
	 * not wait for that.
	 */
	int readAhead() {
		return (this.blocked.isEmpty()) ? this.readAhead : this.unsettled - this.blocked.size() - this.queuedRecords;
	}

	/**
	 * Update the number of records that were passed to the publisher or to the
	 * dead-letter topic and have no result yet.
	 */
	void inFlight(int change) {
		this.inFlight += change;
	}

	boolean isInFlight() {
		return this.inFlight > 0;
	}

	/**
	 * Advance to the first records in progress.
	 */
	void advance() {
		Segment first = this.segments.peek();
		while (first != null) {
			this.position = first.position();
			if (!first.isSettled()) {
				return;
			}
			this.segments.remove();
			this.readAhead -= first.size();
			first = this.segments.peek();
		}
	}

	boolean isIdle() {
		return this.segments.isEmpty();
	}

	/**
	 * Return the offset to commit, or -1 if there is none. An offset whose commit is in
	 * progress counts as committed.
	 */
	long uncommitted() {
		return (this.position > this.committed) ? this.position : -1;
	}

	void committing(long offset) {
		this.committed = offset;
	}

	/**
	 * Record that a commit has failed, so that the next one includes its offset.
	 */
	void commitFailed() {
		this.committed = -1;
	}

	/**
	 * Return the timestamp of the first record of the first segment in progress, or -1 if
	 * there is none.
	 */
	long oldestTimestamp() {
		Segment first = this.segments.peek();
		return (first != null) ? first.timestamp() : -1;
	}

	/**
	 * Queue a shipment until no record before it is in progress.
	 */
	void queue(Shipment shipment) {
		this.queued.add(shipment);
		this.queuedRecords += shipment.size();
	}

	/**
	 * Return the queued shipment to send next, or {@code null} if there is none.
	 */
	@Nullable Shipment next() {
		Shipment next = this.queued.peek();
		if (next == null || next.segment(0) != this.segments.peek()) {
			return null;
		}
		this.queued.remove();
		this.queuedRecords -= next.size();
		return next;
	}

	/**
	 * Record that a record was rejected and cannot be set aside.
	 */
	void block(Blocked record) {
		this.blocked.add(record);
	}

	/**
	 * Return the first record that was rejected and cannot be set aside, or {@code null}
	 * if there is none.
	 */
	@Nullable Blocked blocked() {
		return (!this.blocked.isEmpty()) ? this.blocked.get(0) : null;
	}

	/**
	 * Remove and return the rejected records, which no longer stop the partition.
	 */
	List<Blocked> unblock() {
		List<Blocked> records = List.copyOf(this.blocked);
		this.blocked.clear();
		return records;
	}

	/**
	 * Record that the partition is no longer assigned to the consumer.
	 */
	void revoke() {
		this.revoked = true;
	}

	boolean isRevoked() {
		return this.revoked;
	}

	/**
	 * A rejected record, which is set aside or stops its partition.
	 *
	 * @param record the record
	 * @param segment the segment of the record
	 * @param cause why the record was rejected
	 */
	record Blocked(ConsumerRecord<byte[], byte[]> record, Segment segment, RejectedRecordException cause) {

	}

}
