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

/**
 * The result of a {@linkplain BatchPipePublisher#flush flush} for the records that were
 * buffered when it began.
 *
 * @param delivered the number of records that BatchPipe has accepted
 * @param undelivered the number of records that were not delivered
 * @param remaining the number of records that are still buffered
 * @since 0.1.0
 */
public record FlushResult(long delivered, long undelivered, long remaining) {

	/**
	 * Return whether all records have ended.
	 * @return {@code true} if no record is still buffered
	 */
	public boolean complete() {
		return this.remaining == 0;
	}

}
