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

package com.batchpipe.test;

import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replaces the documented secrets of a destination in responses and keeps their field
 * names.
 */
final class Redaction {

	private static final Set<String> SECRET_KEYS = Set.of("password", "secret_key", "auth_header");

	private static final String MARKER = "[redacted]";

	private static final String CONFIG = "destination_config";

	private Redaction() {
	}

	static ObjectNode redact(ObjectNode destination) {
		if (!(destination.get(CONFIG) instanceof ObjectNode config)) {
			return destination;
		}
		ObjectNode redacted = ServerJson.MAPPER.createObjectNode();
		for (String name : config.propertyNames()) {
			JsonNode value = config.get(name);
			if (SECRET_KEYS.contains(name)) {
				redacted.put(name, MARKER);
			}
			else {
				redacted.set(name, value);
			}
		}
		destination.set(CONFIG, redacted);
		return destination;
	}

}
