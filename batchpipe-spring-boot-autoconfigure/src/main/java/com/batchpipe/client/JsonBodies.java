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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Writes the bodies of requests and reads those of answers. Records to ingest are the
 * application's and written as it says; everything else is the API's, and written and
 * read with a mapper that no setting of the application reaches.
 */
final class JsonBodies {

	static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private final JsonMapper recordMapper;

	JsonBodies(JsonMapper recordMapper) {
		this.recordMapper = recordMapper;
	}

	RawJson encodeRecords(Object records) {
		RawJson json = encode(BatchPipeOperation.INGEST, "records", records, this.recordMapper);
		byte first = json.firstToken();
		Assert.isTrue(first == '{' || first == '[', "'records' must be one JSON object or an array of objects");
		return json;
	}

	RawJson encodeBody(BatchPipeOperation operation, Object body) {
		RawJson json = encode(operation, "body", body, MAPPER);
		if (operation != BatchPipeOperation.SET_PIPE_LIMITS) {
			rejectRedactionMarker(operation, json.bytes());
		}
		return json;
	}

	private static RawJson encode(BatchPipeOperation operation, String name, @Nullable Object body, JsonMapper mapper) {
		Assert.notNull(body, () -> "'" + name + "' must not be null");
		if (body instanceof RawJson rawJson) {
			Assert.isTrue(rawJson.firstToken() != 0, () -> "'" + name + "' must not be empty");
			return rawJson;
		}
		Assert.isTrue(!(body instanceof CharSequence || body instanceof byte[]),
				() -> "'%s' must not be a %s: wrap ready JSON with RawJson.of(...)".formatted(name,
						body.getClass().getSimpleName()));
		Assert.isTrue(!(body instanceof Publisher),
				() -> "'%s' must not be a %s: collect it first".formatted(name, body.getClass().getSimpleName()));
		try {
			return RawJson.of(mapper.writeValueAsBytes(body));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'%s' of operation %s cannot be written as JSON: %s, %s".formatted(name,
					operation, type(body), JsonProblem.describe(ex)), ex.getCause());
		}
	}

	private static String type(Object body) {
		return body.getClass().getName();
	}

	private static void rejectRedactionMarker(BatchPipeOperation operation, byte[] json) {
		JsonNode body;
		try {
			body = MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"'body' of operation %s is no JSON: %s".formatted(operation, JsonProblem.describe(ex)));
		}
		String path = Redaction.findMarker(body);
		Assert.isTrue(path == null,
				() -> ("'body' of operation %s has the value %s at '%s' and would overwrite the real secret: "
						+ "leave the field out or set the secret")
					.formatted(operation, Redaction.MARKER, path));
	}

	/**
	 * Read the body of an answer.
	 * @throws JacksonException if the body is no JSON
	 */
	static @Nullable JsonNode decode(byte[] body) {
		return (RawJson.of(body).firstToken() != 0) ? MAPPER.readTree(body) : null;
	}

}
