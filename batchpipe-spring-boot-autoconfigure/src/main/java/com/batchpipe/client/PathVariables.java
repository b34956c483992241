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
 * Checks identifiers before they become part of a request's path. The client checks the
 * identifiers of each call; use this class in code that accepts an identifier now and
 * makes the call later.
 *
 * @since 0.1.0
 */
public final class PathVariables {

	private PathVariables() {
	}

	/**
	 * Check that a value does not change the rest of the path and reaches the server
	 * unchanged. A value that passes the check is encoded where necessary.
	 * @param name the name of the variable, for the message
	 * @param value the identifier
	 * @throws IllegalArgumentException if the value has no text, is {@code .} or
	 * {@code ..}, or contains a control or format character, a line or paragraph
	 * separator, or an unpaired surrogate
	 */
	public static void check(String name, String value) {
		Assert.hasText(value, () -> "'" + name + "' must not be blank");
		Assert.isTrue(!".".equals(value) && !"..".equals(value), () -> "'" + name + "' must not be '.' or '..'");
		int character;
		for (int i = 0; i < value.length(); i += Character.charCount(character)) {
			character = value.codePointAt(i);
			if (!PrintableText.isPrintable(character)) {
				throw new IllegalArgumentException("'" + name + "' must not contain "
						+ ((Character.getType(character) == Character.SURROGATE) ? "unpaired surrogates"
								: "control or format characters, or line or paragraph separators"));
			}
		}
	}

}
