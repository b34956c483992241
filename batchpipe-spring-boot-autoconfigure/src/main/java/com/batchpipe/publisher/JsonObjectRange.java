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

import java.util.Arrays;

import org.springframework.util.Assert;

/**
 * Where the object is in ready JSON: without the white space around it.
 */
record JsonObjectRange(int offset, int length) {

	/**
	 * Find the object. Its content is not looked at.
	 * @throws IllegalArgumentException if the JSON is not of the form of an object
	 */
	static JsonObjectRange of(byte[] json) {
		int from = 0;
		int to = json.length;
		while (from < to && isWhitespace(json[from])) {
			from++;
		}
		while (to > from && isWhitespace(json[to - 1])) {
			to--;
		}
		Assert.isTrue(to - from >= 2 && json[from] == '{' && json[to - 1] == '}', "'record' must be one JSON object");
		return new JsonObjectRange(from, to - from);
	}

	byte[] copyOf(byte[] json) {
		return Arrays.copyOfRange(json, this.offset, this.offset + this.length);
	}

	static boolean isWhitespace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

}
