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

package com.batchpipe.outbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

import com.batchpipe.client.JsonProblem;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.RecordTooLargeException;

/**
 * Writes records as JSON. Safe for use by multiple threads.
 */
final class RecordWriter {

	private final JsonMapper mapper;

	private final int maxRecordSize;

	/**
	 * Create a writer.
	 * @param mapper the mapper that writes objects
	 * @param maxRecordSize the maximum size of the JSON of a record, in bytes
	 */
	RecordWriter(JsonMapper mapper, int maxRecordSize) {
		this.mapper = mapper;
		this.maxRecordSize = maxRecordSize;
	}

	/**
	 * Write a record.
	 * @param name the name of the record in exceptions
	 * @param record the record
	 * @return the JSON, in an array that is not shared
	 */
	byte[] write(String name, @Nullable Object record) {
		if (record == null) {
			throw new IllegalArgumentException("'" + name + "' must not be null");
		}
		Assert.isTrue(!(record instanceof CharSequence || record instanceof byte[]),
				() -> "'%s' must not be a %s. Use RawJson.of(...) for encoded JSON".formatted(name,
						record.getClass().getSimpleName()));
		byte[] json = (record instanceof RawJson raw) ? raw.bytes().clone() : writeObject(name, record);
		Assert.isTrue(isObject(json), () -> (record instanceof RawJson) ? "'%s' must be one JSON object".formatted(name)
				: "'%s' must serialize to a JSON object, but %s does not".formatted(name, record.getClass().getName()));
		if (json.length > this.maxRecordSize) {
			throw new RecordTooLargeException(json.length, this.maxRecordSize);
		}
		return json;
	}

	private byte[] writeObject(String name, Object record) {
		try {
			return this.mapper.writeValueAsBytes(record);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'%s' cannot be written as JSON (type %s): %s".formatted(name,
					record.getClass().getName(), JsonProblem.describe(ex)), JsonProblem.cause(ex));
		}
	}

	private static boolean isObject(byte[] json) {
		int start = 0;
		int end = json.length - 1;
		while (start < end && isWhitespace(json[start])) {
			start++;
		}
		while (end > start && isWhitespace(json[end])) {
			end--;
		}
		return start < end && json[start] == '{' && json[end] == '}';
	}

	private static boolean isWhitespace(byte character) {
		return character == ' ' || character == '\n' || character == '\r' || character == '\t';
	}

}
