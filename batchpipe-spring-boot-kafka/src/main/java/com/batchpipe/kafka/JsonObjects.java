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

package com.batchpipe.kafka;

/**
 * Finds the object in encoded JSON. The content of the object is not examined.
 */
final class JsonObjects {

	private JsonObjects() {
	}

	/**
	 * Return the start of the object, or -1 if the JSON does not have the form of an
	 * object.
	 */
	static int start(byte[] json) {
		int start = 0;
		while (start < json.length && isWhitespace(json[start])) {
			start++;
		}
		return (start < json.length && json[start] == '{') ? start : -1;
	}

	/**
	 * Return the end of the object that begins at the given position, or -1 if the JSON
	 * does not have the form of an object.
	 */
	static int end(byte[] json, int start) {
		int end = json.length;
		while (end > start && isWhitespace(json[end - 1])) {
			end--;
		}
		return (end - start >= 2 && json[end - 1] == '}') ? end : -1;
	}

	static boolean isWhitespace(byte b) {
		return b == ' ' || b == '\n' || b == '\r' || b == '\t';
	}

}
