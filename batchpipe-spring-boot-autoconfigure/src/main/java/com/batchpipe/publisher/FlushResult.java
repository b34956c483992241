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
 * What has become of the records that were held when a
 * {@linkplain BatchPipePublisher#flush flush} began.
 *
 * @param delivered how many records BatchPipe has taken
 * @param undelivered how many records ended undelivered
 * @param remaining how many records are still held
 * @since 0.1.0
 */
public record FlushResult(long delivered, long undelivered, long remaining) {

	/**
	 * Return whether no record is still held.
	 * @return {@code true} if all records have ended
	 */
	public boolean complete() {
		return this.remaining == 0;
	}

}
