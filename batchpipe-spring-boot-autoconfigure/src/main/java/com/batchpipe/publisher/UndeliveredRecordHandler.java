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
 * Handles records that were accepted but not delivered, for example by storing them
 * elsewhere. It is called on a single dedicated thread, so it may block. Records that
 * wait for the handler can use at most as much memory as the publisher's buffer. Records
 * beyond this limit are counted but not passed to the handler, except those that are
 * abandoned at shutdown. Exceptions are counted and logged.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UndeliveredRecordHandler {

	/**
	 * Handle a record.
	 * @param record the record
	 */
	void handle(UndeliveredRecord record);

}
