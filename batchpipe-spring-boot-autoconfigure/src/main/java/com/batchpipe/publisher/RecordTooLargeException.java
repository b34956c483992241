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
 * Thrown when a record is not accepted because its JSON exceeds the maximum record size.
 *
 * @since 0.1.0
 */
public class RecordTooLargeException extends BatchPipePublisherException {

	private final long size;

	/**
	 * Create an exception for a single record.
	 * @param size the size of its JSON in bytes
	 * @param maxSize the maximum size in bytes
	 */
	public RecordTooLargeException(long size, long maxSize) {
		this(size, maxSize, "the record");
	}

	/**
	 * Create an exception for a record in a collection.
	 * @param size the size of its JSON in bytes
	 * @param maxSize the maximum size in bytes
	 * @param index the index of the record in the collection
	 */
	public RecordTooLargeException(long size, long maxSize, int index) {
		this(size, maxSize, "'records[" + index + "]'");
	}

	private RecordTooLargeException(long size, long maxSize, String record) {
		super("The JSON of " + record + " is " + size + " bytes long, but the maximum is " + maxSize + " bytes");
		this.size = size;
	}

	/**
	 * Return the size of the record's JSON.
	 * @return the size in bytes
	 */
	public long size() {
		return this.size;
	}

}
