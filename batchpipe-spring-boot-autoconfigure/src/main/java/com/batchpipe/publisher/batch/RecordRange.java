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

import java.util.List;

/**
 * A range of adjacent records of a batch.
 *
 * @param from the index of the first record
 * @param to the index after that of the last record
 */
public record RecordRange(int from, int to) {

	public int size() {
		return this.to - this.from;
	}

	List<RecordRange> halves() {
		int middle = this.from + size() / 2;
		return List.of(new RecordRange(this.from, middle), new RecordRange(middle, this.to));
	}

}
