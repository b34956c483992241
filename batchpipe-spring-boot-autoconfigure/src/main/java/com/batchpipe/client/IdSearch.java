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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds an identifier anywhere in a response, because BatchPipe does not document where
 * it is.
 */
final class IdSearch {

	private IdSearch() {
	}

	/**
	 * Return the identifier nearest to the root.
	 */
	static @Nullable String find(JsonNode body, String fieldName) {
		Deque<JsonNode> nodes = new ArrayDeque<>();
		nodes.add(body);
		while (!nodes.isEmpty()) {
			JsonNode node = nodes.remove();
			JsonNode id = node.get(fieldName);
			if (id != null && (id.isString() || id.isIntegralNumber()) && !id.asString().isBlank()) {
				return id.asString();
			}
			node.forEach(nodes::add);
		}
		return null;
	}

}
