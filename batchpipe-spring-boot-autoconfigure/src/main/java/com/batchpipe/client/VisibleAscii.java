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

package com.batchpipe.client;

import org.springframework.util.Assert;

/**
 * The characters that are allowed in the API key and in the origin, which are sent as
 * headers: visible ASCII characters.
 */
final class VisibleAscii {

	private VisibleAscii() {
	}

	static boolean isVisible(int character) {
		return character > 0x20 && character < 0x7f;
	}

	/**
	 * Check the value of a header.
	 * @throws IllegalArgumentException if it contains anything but visible ASCII
	 * characters; the message does not contain the value
	 */
	static void check(String name, String value) {
		Assert.isTrue(value.chars().allMatch(VisibleAscii::isVisible),
				() -> "'" + name + "' must contain only visible ASCII characters, without spaces or line breaks");
	}

}
