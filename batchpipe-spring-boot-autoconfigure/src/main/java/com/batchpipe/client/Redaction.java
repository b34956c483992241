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

import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds secrets that an answer of the API has replaced by its marker. Sent back, the
 * marker would overwrite the real secret.
 */
final class Redaction {

	static final String MARKER = "[redacted]";

	private static final Set<String> SECRET_KEYS = Set.of("password", "secret_key", "auth_header");

	private Redaction() {
	}

	/**
	 * Return the path of the first documented secret whose value is the marker.
	 */
	static @Nullable String findMarker(JsonNode body) {
		return find("", body);
	}

	private static @Nullable String find(String parent, JsonNode node) {
		for (String name : node.propertyNames()) {
			String path = parent + name;
			JsonNode child = node.get(name);
			boolean marked = SECRET_KEYS.contains(name) && child.isString() && MARKER.equals(child.stringValue());
			String found = marked ? path : find(path + ".", child);
			if (found != null) {
				return found;
			}
		}
		if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				String found = find(parent + i + ".", node.get(i));
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

}
