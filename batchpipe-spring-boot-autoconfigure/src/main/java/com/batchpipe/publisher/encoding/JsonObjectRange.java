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

package com.batchpipe.publisher.encoding;

import org.springframework.util.Assert;

/**
 * Finds the object in encoded JSON, without the surrounding white space. The content of
 * the object is not examined.
 */
public final class JsonObjectRange {

	private JsonObjectRange() {
	}

	/**
	 * Return the start of the object.
	 */
	public static int offset(byte[] json) {
		int offset = 0;
		while (offset < json.length && isWhitespace(json[offset])) {
			offset++;
		}
		return offset;
	}

	/**
	 * Return the length of the object that begins at the offset.
	 * @throws IllegalArgumentException if the JSON does not have the form of an object
	 */
	public static int length(byte[] json, int offset) {
		int end = json.length;
		while (end > offset && isWhitespace(json[end - 1])) {
			end--;
		}
		Assert.isTrue(end - offset >= 2 && json[offset] == '{' && json[end - 1] == '}',
				"'record' must be one JSON object");
		return end - offset;
	}

	static boolean isWhitespace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

}
