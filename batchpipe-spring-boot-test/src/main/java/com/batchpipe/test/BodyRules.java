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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import com.batchpipe.client.DestinationTypes;

/**
 * The documented rules of BatchPipe for request bodies.
 */
final class BodyRules {

	private static final Pattern PIPE_NAME = Pattern.compile("[A-Za-z0-9_-]+");

	private BodyRules() {
	}

	static Map<String, String> checkPipe(ObjectNode pipe) {
		Map<String, String> errors = new LinkedHashMap<>();
		JsonNode name = pipe.get("pipe_name");
		if (name != null && !(name.isString() && PIPE_NAME.matcher(name.stringValue()).matches())) {
			errors.put("pipe_name", "Pipe name can only contain letters, numbers, hyphens, and underscores");
		}
		checkColumns("columns", pipe.get("columns"), errors);
		return errors;
	}

	static Map<String, String> checkDestination(ObjectNode destination) {
		Map<String, String> errors = new LinkedHashMap<>();
		JsonNode config = destination.get("destination_config");
		checkColumns("columns", destination.get("columns"), errors);
		if (isHttpEndpoint(destination.get("destination_type")) && !hasText(config, "url")) {
			errors.put("destination_config.url", "URL is required for HTTP endpoint destinations");
		}
		return errors;
	}

	private static void checkColumns(String path, @Nullable JsonNode columns, Map<String, String> errors) {
		if (columns == null || !columns.isArray()) {
			return;
		}
		for (int i = 0; i < columns.size(); i++) {
			if (!hasText(columns.get(i), "column_name")) {
				errors.put(path + "." + i + ".column_name", "Column name is required");
			}
		}
	}

	private static boolean isHttpEndpoint(@Nullable JsonNode type) {
		return type != null && type.isString() && type.stringValue().equals(DestinationTypes.HTTP_ENDPOINT);
	}

	private static boolean hasText(@Nullable JsonNode object, String name) {
		JsonNode value = (object != null) ? object.get(name) : null;
		return value != null && value.isString() && !value.stringValue().isBlank();
	}

}
