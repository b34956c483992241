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

package com.batchpipe.publisher.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.UndeliveredReason;

/**
 * Decides which records of a batch go into its next request: first all of them; after a
 * rejection, parts of them, to find the invalid records with few requests. It neither
 * reads the time nor sends requests.
 */
public final class SplitPlan {

	private static final int MIN_SIZE_FOR_PROBES = 8;

	private final RecordRange whole;

	private final boolean inOrder;

	private final int maxRequests;

	private final PriorityQueue<RecordRange> pending;

	private final List<RecordRange> refusedHalves = new ArrayList<>();

	private final Deque<RecordRange> probes = new ArrayDeque<>();

	private @Nullable RecordRange current;

	private Phase phase = Phase.WHOLE;

	private int requests;

	private int refusedProbes;

	/**
	 * Create a plan.
	 * @param count the number of records
	 * @param inOrder whether records must not overtake each other
	 * @param maxRequests the maximum number of requests that may be rejected as invalid
	 */
	SplitPlan(int count, boolean inOrder, int maxRequests) {
		this.whole = new RecordRange(0, count);
		this.inOrder = inOrder;
		this.maxRequests = maxRequests;
		Comparator<RecordRange> first = Comparator.comparingInt(RecordRange::from);
		this.pending = new PriorityQueue<>(
				(inOrder) ? first : Comparator.comparingInt(RecordRange::size).reversed().thenComparing(first));
		this.current = this.whole;
	}

	/**
	 * Return the records of the next request.
	 */
	public RecordRange current() {
		if (this.current == null) {
			throw new IllegalStateException("The batch has already ended");
		}
		return this.current;
	}

	public boolean isSettled() {
		return this.current == null;
	}

	/**
	 * Return all records that have not ended, and end them.
	 */
	public List<RecordRange> giveUp() {
		List<RecordRange> ranges = new ArrayList<>(this.pending);
		ranges.addAll(this.refusedHalves);
		ranges.addAll(this.probes);
		if (this.current != null) {
			ranges.add(this.current);
		}
		this.pending.clear();
		this.refusedHalves.clear();
		this.probes.clear();
		this.current = null;
		return ranges;
	}

	/**
	 * Record that the current records have ended.
	 */
	public void settled() {
		this.current = null;
		advance();
	}

	/**
	 * Record that the current records, of which there is more than one, were rejected as
	 * too large.
	 */
	public void tooLarge() {
		this.pending.addAll(current().halves());
		this.pending.addAll(this.refusedHalves);
		this.refusedHalves.clear();
		this.phase = Phase.SEARCH;
		settled();
	}

	/**
	 * Record that the current records were rejected as invalid.
	 * @return the records that will not be delivered
	 */
	public List<Rejection> invalid() {
		RecordRange range = current();
		List<Rejection> rejections = new ArrayList<>();
		this.current = null;
		this.requests++;
		boolean single = range.size() == 1;
		if (single) {
			rejections.add(new Rejection(range, UndeliveredReason.INVALID));
		}
		switch (this.phase) {
			case WHOLE -> {
				boolean search = this.inOrder || range.size() < MIN_SIZE_FOR_PROBES;
				this.phase = (search) ? Phase.SEARCH : Phase.HALVES;
				this.pending.addAll((single) ? List.of() : range.halves());
			}
			case HALVES -> this.refusedHalves.add(range);
			case PROBES -> this.refusedProbes++;
			case SEARCH -> this.pending.addAll((single) ? List.of() : range.halves());
		}
		UndeliveredReason reason = advance();
		if (reason == null && this.requests >= this.maxRequests) {
			reason = UndeliveredReason.UNDECIDED;
		}
		if (reason != null) {
			for (RecordRange rest : giveUp()) {
				rejections.add(new Rejection(rest, reason));
			}
		}
		return rejections;
	}

	/**
	 * Continue with the next records.
	 * @return the reason for giving up, or {@code null} to continue
	 */
	private @Nullable UndeliveredReason advance() {
		if (this.phase == Phase.HALVES && this.pending.isEmpty()) {
			afterHalves();
		}
		else if (this.phase == Phase.PROBES && this.probes.isEmpty()) {
			this.phase = Phase.SEARCH;
			if (this.refusedProbes == 3) {
				return UndeliveredReason.SCHEMA;
			}
		}
		this.current = (!this.probes.isEmpty()) ? this.probes.poll() : this.pending.poll();
		return null;
	}

	private void afterHalves() {
		if (this.refusedHalves.size() == 2) {
			int middle = this.whole.size() / 2;
			int last = this.whole.size() - 1;
			for (int probe : new int[] { 0, middle, last }) {
				this.probes.add(new RecordRange(probe, probe + 1));
			}
			this.pending.add(new RecordRange(1, middle));
			this.pending.add(new RecordRange(middle + 1, last));
			this.phase = Phase.PROBES;
		}
		else {
			this.refusedHalves.forEach((half) -> this.pending.addAll(half.halves()));
			this.phase = Phase.SEARCH;
		}
		this.refusedHalves.clear();
	}

	/**
	 * The phases of the search.
	 */
	private enum Phase {

		/**
		 * All records, about which nothing is known yet.
		 */
		WHOLE,

		/**
		 * The two halves, before either of them is searched.
		 */
		HALVES,

		/**
		 * Three single records, to distinguish a schema mismatch from invalid records.
		 */
		PROBES,

		/**
		 * Progressively smaller parts.
		 */
		SEARCH

	}

	/**
	 * Records that will not be delivered.
	 *
	 * @param range the records
	 * @param reason the reason
	 */
	public record Rejection(RecordRange range, UndeliveredReason reason) {

	}

}
