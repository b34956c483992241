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

package com.batchpipe.publisher;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The result of one {@link BatchPipePublisher#sendBatch sendBatch} call.
 *
 * @param pipeId the pipe's identifier
 * @param delivered the number of records that BatchPipe has accepted
 * @param undelivered the undelivered records in the order of the collection, or an empty
 * list
 * @param retryAfter how long to wait before retrying the
 * {@linkplain UndeliveredReason#RETURNED returned} records, possibly zero, or
 * {@code null} if none were returned
 * @since 0.1.0
 */
public record BatchResult(String pipeId, int delivered, List<Undelivered> undelivered,
		@Nullable Duration retryAfter) implements Serializable {

	/**
	 * Create a result.
	 */
	public BatchResult {
		Assert.notNull(pipeId, "'pipeId' must not be null");
		undelivered = List.copyOf(undelivered);
	}

	/**
	 * Create a result without returned records.
	 * @param pipeId the pipe's identifier
	 * @param delivered the number of records that BatchPipe has accepted
	 * @param undelivered the undelivered records
	 */
	public BatchResult(String pipeId, int delivered, List<Undelivered> undelivered) {
		this(pipeId, delivered, undelivered, null);
	}

	/**
	 * Return whether all records were delivered.
	 * @return {@code true} if there are no undelivered records
	 */
	public boolean isComplete() {
		return this.undelivered.isEmpty();
	}

	/**
	 * Return the number of undelivered records.
	 * @return the number of records
	 */
	public int undeliveredCount() {
		return this.undelivered.stream().mapToInt(Undelivered::count).sum();
	}

	/**
	 * Adjacent records that were not delivered for the same reason.
	 *
	 * @param from the zero-based index of the first of these records in the collection
	 * @param to the index of the last record plus one
	 * @param reason why they were not delivered
	 * @param status the HTTP status of the last attempt that has ended, or {@code null}
	 * if it got no response or nothing was sent
	 */
	public record Undelivered(int from, int to, UndeliveredReason reason,
			@Nullable Integer status) implements Serializable {

		/**
		 * Return the number of records in this range.
		 * @return the number of records
		 */
		public int count() {
			return this.to - this.from;
		}

	}

}
