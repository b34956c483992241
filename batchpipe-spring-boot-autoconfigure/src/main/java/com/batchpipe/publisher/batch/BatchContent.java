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

import java.util.Arrays;

import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.settings.PublisherSettings;

/**
 * The content of some or all records of a batch, without the state of the batch.
 *
 * @param body an array with one byte for the opening bracket, followed by the records,
 * each with one byte after it for a comma or the closing bracket
 * @param ends an array whose first elements are the end positions of the records
 * @param count the number of records
 */
public record BatchContent(byte[] body, int[] ends, int count) {

	public static BatchContent of(byte[] json) {
		byte[] body = new byte[json.length + 2];
		System.arraycopy(json, 0, body, 1, json.length);
		return new BatchContent(body, new int[] { json.length + 1 }, 1);
	}

	public byte[] record(int index) {
		return Arrays.copyOfRange(this.body, start(index), this.ends[index]);
	}

	int start(int index) {
		return (index == 0) ? 1 : this.ends[index - 1] + PublisherSettings.SEPARATOR;
	}

	/**
	 * Return the budget's charge for the records: their bytes and one separator each.
	 */
	public long charge(RecordRange range) {
		return this.ends[range.to() - 1] - start(range.from()) + (long) PublisherSettings.SEPARATOR;
	}

	/**
	 * Return the size of the body, including its brackets.
	 */
	public int size() {
		return this.ends[this.count - 1] + 1;
	}

	/**
	 * Return a JSON array of some of the records. The array of all records is only a
	 * view.
	 */
	public RawJson array(RecordRange range) {
		return (range.size() == this.count) ? RawJson.of(this.body, 0, size()) : RawJson.of(copy(range));
	}

	private byte[] copy(RecordRange range) {
		int from = start(range.from());
		int to = this.ends[range.to() - 1];
		byte[] array = new byte[to - from + 2];
		array[0] = '[';
		System.arraycopy(this.body, from, array, 1, to - from);
		array[array.length - 1] = ']';
		return array;
	}

	/**
	 * Copy some of the records, so that the others can be released.
	 */
	public BatchContent part(RecordRange range) {
		if (range.size() == this.count) {
			return this;
		}
		int shift = start(range.from()) - 1;
		int[] partEnds = Arrays.copyOfRange(this.ends, range.from(), range.to());
		for (int i = 0; i < partEnds.length; i++) {
			partEnds[i] -= shift;
		}
		return new BatchContent(copy(range), partEnds, partEnds.length);
	}

}
