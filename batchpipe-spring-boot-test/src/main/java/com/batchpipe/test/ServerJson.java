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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON for the embedded server. Decimal numbers keep their exact value.
 */
final class ServerJson {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private ServerJson() {
	}

	static byte[] write(Object value) {
		return MAPPER.writeValueAsBytes(value);
	}

	/**
	 * Read a body that must be one JSON object. An empty body results in an empty object.
	 * @return the object, or {@code null} if the body is not a JSON object
	 */
	static @Nullable ObjectNode readObject(byte[] body) {
		if (body.length == 0) {
			return MAPPER.createObjectNode();
		}
		try {
			return (MAPPER.readTree(body) instanceof ObjectNode object) ? object : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Read the records from a body, which is one object or an array of objects.
	 */
	static List<JsonNode> readRecords(byte[] body) {
		JsonNode root = MAPPER.readTree(body);
		if (!root.isArray()) {
			return Collections.singletonList(root);
		}
		List<JsonNode> records = new ArrayList<>(root.size());
		root.forEach(records::add);
		return records;
	}

	static ObjectNode error(String code, String message) {
		return MAPPER.createObjectNode().put("error", code).put("message", message);
	}

	static ObjectNode validationError(Map<String, String> errors) {
		ObjectNode body = error("validation_error", "Request body failed validation");
		ObjectNode fields = body.putObject("errors");
		errors.forEach(fields::put);
		return body;
	}

}
