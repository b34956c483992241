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

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that are passed to the publisher as one collection. Used on the thread of the
 * consumer.
 */
final class Shipment {

	private final ArrayList<ConsumerRecord<byte[], byte[]>> records;

	private final ArrayList<Segment> segments;

	private long notBefore;

	private boolean retried;

	private @Nullable Shipment rest;

	Shipment(int capacity) {
		this.records = new ArrayList<>(capacity);
		this.segments = new ArrayList<>(capacity);
	}

	void add(ConsumerRecord<byte[], byte[]> record, Segment segment) {
		this.records.add(record);
		this.segments.add(segment);
	}

	int size() {
		return this.records.size();
	}

	List<ConsumerRecord<byte[], byte[]>> records() {
		return this.records;
	}

	ConsumerRecord<byte[], byte[]> record(int index) {
		return this.records.get(index);
	}

	Segment segment(int index) {
		return this.segments.get(index);
	}

	/**
	 * Keep only the records for which {@code filter} returns {@code true}.
	 */
	void keepIf(Filter filter) {
		int kept = 0;
		for (int i = 0; i < this.records.size(); i++) {
			ConsumerRecord<byte[], byte[]> record = this.records.get(i);
			Segment segment = this.segments.get(i);
			if (filter.test(record, segment)) {
				this.records.set(kept, record);
				this.segments.set(kept++, segment);
			}
		}
		this.records.subList(kept, this.records.size()).clear();
		this.segments.subList(kept, this.segments.size()).clear();
	}

	/**
	 * Call the action for each segment with the number of its records in the range.
	 */
	void forEachSegment(int from, int to, ObjIntConsumer<Segment> action) {
		int start = from;
		while (start < to) {
			Segment segment = this.segments.get(start);
			int end = start + 1;
			while (end < to && this.segments.get(end) == segment) {
				end++;
			}
			action.accept(segment, end - start);
			start = end;
		}
	}

	/**
	 * Return the first half, with the second half as its rest.
	 */
	Shipment firstHalf() {
		int middle = size() / 2;
		return part(0, middle).before(part(middle, size()).before(this.rest));
	}

	/**
	 * Return the shipment to send when all records of this one are delivered or rejected,
	 * or {@code null} if there is none.
	 */
	@Nullable Shipment rest() {
		return this.rest;
	}

	/**
	 * Set the shipment to send after this one.
	 */
	Shipment before(@Nullable Shipment rest) {
		this.rest = rest;
		return this;
	}

	private Shipment part(int from, int to) {
		Shipment part = new Shipment(to - from);
		part.records.addAll(this.records.subList(from, to));
		part.segments.addAll(this.segments.subList(from, to));
		part.retried = this.retried;
		return part;
	}

	/**
	 * Delay the shipment.
	 */
	Shipment delay(long nanos) {
		this.notBefore = System.nanoTime() + nanos;
		return this;
	}

	boolean isDue(long nanoTime) {
		return nanoTime - this.notBefore >= 0;
	}

	Shipment retry() {
		this.retried = true;
		return this;
	}

	/**
	 * Return whether the records are being retried.
	 */
	boolean isRetried() {
		return this.retried;
	}

	/**
	 * Decides whether to keep a record.
	 */
	@FunctionalInterface
	interface Filter {

		boolean test(ConsumerRecord<byte[], byte[]> record, Segment segment);

	}

}
