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
 * The encoded records of a collection.
 *
 * @param chunks the records, with one chunk per batch
 * @param records the number of records
 */
public record EncodedCollection(List<Chunk> chunks, int records) {

	/**
	 * Return the budget's charge for the records and their batches.
	 */
	public long charge(int batchCharge) {
		long charge = 0;
		for (Chunk chunk : this.chunks) {
			charge += chunk.size() - 1 + batchCharge;
		}
		return charge;
	}

	public void giveBack(ChunkPool pool) {
		this.chunks.forEach(pool::giveBack);
	}

}
