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

package com.batchpipe.publisher.limit;

/**
 * The maximum size of a batch of one pipe: the configured size or, after a 413 response,
 * a smaller size that slowly grows back.
 */
public final class BatchSizeLimit {

	private static final int MIN = 1024;

	private static final int GOOD_BATCHES_TO_GROW = 100;

	private final int max;

	private int current;

	private int goodBatches;

	public BatchSizeLimit(int max) {
		this.max = max;
		this.current = max;
	}

	public int current() {
		return this.current;
	}

	/**
	 * Return whether the limit is less than the configured size.
	 */
	public boolean isLearned() {
		return this.current < this.max;
	}

	public void tooLarge(int size) {
		this.current = Math.max(Math.min(MIN, this.max), Math.min(this.current, size / 2));
		this.goodBatches = 0;
	}

	/**
	 * Record that the service has accepted a batch.
	 * @return whether the limit has grown
	 */
	public boolean taken() {
		if (this.current == this.max || ++this.goodBatches < GOOD_BATCHES_TO_GROW) {
			return false;
		}
		this.goodBatches = 0;
		this.current = Math.min(this.max, this.current + this.current / 20);
		return true;
	}

}
