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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.batchpipe.publisher.BatchResult;
import com.batchpipe.publisher.BatchResult.Undelivered;
import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.UndeliveredReason;

/**
 * Claimed rows and the result of sending them.
 *
 * @param claimed the rows
 * @param result the publisher's result
 */
record Shipment(ClaimedRows claimed, BatchResult result) {

	List<OutboxRecord> records() {
		return this.claimed.records();
	}

	/**
	 * Return the parts that were rejected.
	 */
	List<Undelivered> rejected() {
		return this.result.undelivered().stream().filter(Shipment::isRefused).toList();
	}

	/**
	 * Return the rows that must not be sent again.
	 */
	List<OutboxRecord> ended() {
		if (this.result.isComplete()) {
			return records();
		}
		List<OutboxRecord> ended = new ArrayList<>();
		int next = 0;
		for (Undelivered part : this.result.undelivered()) {
			ended.addAll(records().subList(next, (isRefused(part)) ? part.to() : part.from()));
			next = part.to();
		}
		ended.addAll(records().subList(next, records().size()));
		return ended;
	}

	private static boolean isRefused(Undelivered part) {
		return part.reason().state() == RecordState.REJECTED;
	}

	/**
	 * Return whether records must be sent again because there was no response. Records
	 * that were returned with others, without being sent, have no status either.
	 */
	boolean hasNoResponse() {
		Duration retryAfter = this.result.retryAfter();
		return retryAfter != null && !retryAfter.isZero()
				&& this.result.undelivered()
					.stream()
					.filter((part) -> part.reason() == UndeliveredReason.RETURNED)
					.allMatch((part) -> part.status() == null);
	}

	/**
	 * Return the result of records that were sent in two parts.
	 * @param first the result of the first part
	 * @param second the result of the second part
	 * @param offset the start of the second part
	 */
	static BatchResult join(BatchResult first, BatchResult second, int offset) {
		List<Undelivered> undelivered = new ArrayList<>(first.undelivered());
		for (Undelivered part : second.undelivered()) {
			undelivered.add(new Undelivered(part.from() + offset, part.to() + offset, part.reason(), part.status()));
		}
		Duration retryAfter = first.retryAfter();
		Duration other = second.retryAfter();
		if (retryAfter == null || (other != null && other.compareTo(retryAfter) > 0)) {
			retryAfter = other;
		}
		return new BatchResult(first.pipeId(), first.delivered() + second.delivered(), undelivered, retryAfter);
	}

}
