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
 * Defines what to do with a record that does not fit into the buffer.
 *
 * @since 0.1.0
 */
public enum OverflowPolicy {

	/**
	 * Wait a limited time for room, and throw a {@link BufferFullException} if there is
	 * still none. On a thread that must not block, throw the exception immediately.
	 */
	BLOCK,

	/**
	 * Throw a {@link BufferFullException} immediately.
	 */
	FAIL,

	/**
	 * Drop the record.
	 */
	DROP_NEWEST,

	/**
	 * Drop the oldest sealed batches that are not being sent, first those of the same
	 * pipe, until the record fits. If this does not free enough room, drop the record.
	 */
	DROP_OLDEST

}
