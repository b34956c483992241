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
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.batchpipe.test.RecordedRequest;
import com.batchpipe.test.ScriptedResponse;

/**
 * Keeps account of the records that a BatchPipe with faults has accepted, by partition
 * and offset, and of their order. Values contain the number of the partition and the
 * number of the record, which is its offset.
 */
final class Books {

	private static final Pattern RECORD = Pattern.compile("\"p\":(\\d+),\"n\":(\\d+)");

	private final Random random = new Random(17);

	private final List<BitSet> accepted = new ArrayList<>();

	private final int[] last;

	private long duplicates;

	/**
	 * Records that were accepted although the response says otherwise.
	 */
	private long denied;

	private long outOfOrder;

	private long faults;

	Books(int partitions) {
		for (int i = 0; i < partitions; i++) {
			this.accepted.add(new BitSet());
		}
		this.last = new int[partitions];
		Arrays.fill(this.last, -1);
	}

	static String value(int partition, int number, boolean poison) {
		return "{\"p\":" + partition + ",\"n\":" + number + ((poison) ? ",\"poison\":true}" : ",\"text\":\"fine\"}");
	}

	/**
	 * Respond to a request: usually like BatchPipe, sometimes with a fault.
	 */
	synchronized @Nullable ScriptedResponse respond(RecordedRequest request) {
		String body = request.bodyAsString();
		int dice = this.random.nextInt(100);
		if (dice < 6) {
			this.faults++;
			if (dice < 2) {
				this.denied += accept(body);
				return ScriptedResponse.status(500);
			}
			return (dice < 4) ? ScriptedResponse.status(503)
					: ScriptedResponse.status(429).withHeader("Retry-After", "0");
		}
		if (body.contains("poison")) {
			return ScriptedResponse.status(400);
		}
		accept(body);
		return null;
	}

	private int accept(String body) {
		if (body.contains("poison")) {
			return 0;
		}
		int count = 0;
		Matcher records = RECORD.matcher(body);
		while (records.find()) {
			int partition = Integer.parseInt(records.group(1));
			int number = Integer.parseInt(records.group(2));
			BitSet accepted = this.accepted.get(partition);
			if (accepted.get(number)) {
				this.duplicates++;
			}
			else {
				this.outOfOrder += (number < this.last[partition]) ? 1 : 0;
				this.last[partition] = number;
				accepted.set(number);
			}
			count++;
		}
		return count;
	}

	/**
	 * Return the number of records below an offset that are neither accepted nor set
	 * aside.
	 */
	synchronized long missing(int partition, long offset, BitSet setAside) {
		BitSet missing = new BitSet();
		missing.set(0, (int) offset);
		missing.andNot(this.accepted.get(partition));
		missing.andNot(setAside);
		return missing.cardinality();
	}

	/**
	 * Return the records of a partition that were accepted.
	 */
	synchronized BitSet accepted(int partition) {
		return (BitSet) this.accepted.get(partition).clone();
	}

	synchronized long outOfOrder() {
		return this.outOfOrder;
	}

	synchronized long duplicates() {
		return this.duplicates;
	}

	synchronized long denied() {
		return this.denied;
	}

	synchronized long faults() {
		return this.faults;
	}

}
