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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamReadException;

/**
 * Finds secrets that a response of the API has replaced with the redaction marker. If the
 * marker were sent back, it would overwrite the real secret.
 */
final class Redaction {

	static final String MARKER = "[redacted]";

	private static final Set<String> SECRET_KEYS = Set.of("password", "secret_key", "auth_header");

	private static final int MAX_PATH_LENGTH = 500;

	private Redaction() {
	}

	/**
	 * Read the entire body and find the first documented secret whose value is the
	 * marker.
	 * @return the path of the secret, or {@code null} if there is none
	 * @throws JacksonException if the body is not one JSON value
	 */
	static @Nullable String findMarker(JsonParser body) {
		String found = null;
		do {
			JsonToken token = body.nextToken();
			if (token == null) {
				throw new StreamReadException(body, "No value");
			}
			if (found == null && token == JsonToken.VALUE_STRING && isSecret(body.currentName())
					&& MARKER.equals(body.getString())) {
				found = PrintableText.of(path(body.streamReadContext()), MAX_PATH_LENGTH);
			}
		}
		while (!body.streamReadContext().inRoot());
		if (body.nextToken() != null) {
			throw new StreamReadException(body, "More than one value");
		}
		return found;
	}

	private static boolean isSecret(@Nullable String name) {
		return name != null && SECRET_KEYS.contains(name);
	}

	private static String path(TokenStreamContext context) {
		Deque<String> names = new ArrayDeque<>();
		for (TokenStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
			names.push(at.inObject() ? String.valueOf(at.currentName()) : String.valueOf(at.getCurrentIndex()));
		}
		return String.join(".", names);
	}

}
