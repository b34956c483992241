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

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Writes the bodies of requests and reads those of responses. Records to ingest belong to
 * the application and are written with its mapper; everything else belongs to the API and
 * uses a mapper that is independent of the application's settings.
 */
final class JsonBodies {

	static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder().disable(TokenStreamFactory.Feature.CHARSET_DETECTION).build())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	/**
	 * Reads bodies without caching their field names: caching arbitrary names from a
	 * server would take memory and time.
	 */
	private static final JsonFactory FORGETFUL_FACTORY = JsonFactory.builder()
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.build();

	/**
	 * The maximum size in bytes of a body whose field names are cached.
	 */
	private static final int MAX_SIZE_TO_KEEP_NAMES = 1024;

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xef, (byte) 0xbb, (byte) 0xbf };

	private final JsonMapper recordMapper;

	JsonBodies(JsonMapper recordMapper) {
		this.recordMapper = recordMapper;
	}

	/**
	 * Write records. Encoded JSON is not parsed, because parsing it would take longer
	 * than sending it.
	 */
	RawJson encodeRecords(Object records) {
		RawJson json = encode(BatchPipeOperation.INGEST, "records", records, this.recordMapper);
		Assert.isTrue(json.isEnclosedBy('{', '}') || json.isEnclosedBy('[', ']'),
				"'records' must be a JSON object or an array of JSON objects");
		return json;
	}

	/**
	 * Write a body and parse it completely.
	 */
	RawJson encodeBody(BatchPipeOperation operation, Object body) {
		RawJson json = encode(operation, "body", body, MAPPER);
		String marked;
		try (JsonParser parser = json.parser()) {
			marked = Redaction.findMarker(parser);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"'body' of operation %s is not JSON: %s".formatted(operation, JsonProblem.describe(ex)));
		}
		Assert.isTrue(marked == null || operation == BatchPipeOperation.SET_PIPE_LIMITS,
				() -> "'body' of operation %s contains the marker %s at '%s', which would overwrite the real secret. Send the real secret instead"
					.formatted(operation, Redaction.MARKER, marked));
		return json;
	}

	private static RawJson encode(BatchPipeOperation operation, String name, @Nullable Object body, JsonMapper mapper) {
		Assert.notNull(body, () -> "'" + name + "' must not be null");
		if (body instanceof RawJson rawJson) {
			return rawJson;
		}
		Assert.isTrue(!(body instanceof CharSequence || body instanceof byte[]),
				() -> "'%s' must not be a %s. Use RawJson.of(...) for encoded JSON".formatted(name,
						body.getClass().getSimpleName()));
		Assert.isTrue(!(body instanceof Publisher), () -> "'%s' must not be a %s. Collect its elements first"
			.formatted(name, body.getClass().getSimpleName()));
		try {
			return RawJson.of(mapper.writeValueAsBytes(body));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'%s' of operation %s cannot be written as JSON (type %s): %s".formatted(
					name, operation, body.getClass().getName(), JsonProblem.describe(ex)), JsonProblem.cause(ex));
		}
	}

	/**
	 * Read the body of a response. A byte order mark in front of the JSON is skipped.
	 * @return the JSON, or {@code null} if the body is blank or the JSON value
	 * {@code null}
	 * @throws JacksonException if the body is not JSON in UTF-8
	 */
	static @Nullable JsonNode decode(byte[] body) {
		if (RawJson.of(body).isBlank()) {
			return null;
		}
		try (JsonParser parser = parser(body)) {
			JsonNode json = MAPPER.readTree(parser);
			if (json == null) {
				throw new StreamReadException(parser, "No value");
			}
			return json.isNull() ? null : json;
		}
		catch (JacksonException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			// Jackson does not translate some failures, such as an exponent that is out
			// of range.
			throw new StreamReadException(null, "Unreadable value");
		}
	}

	/**
	 * Create a parser for the body of a response.
	 */
	static JsonParser parser(byte[] body) {
		int offset = startsWithByteOrderMark(body) ? BYTE_ORDER_MARK.length : 0;
		return parser(body, offset, body.length - offset);
	}

	/**
	 * Create a parser that accepts JSON in UTF-8 only.
	 */
	static JsonParser parser(byte[] json, int offset, int length) {
		if (length <= MAX_SIZE_TO_KEEP_NAMES) {
			return MAPPER.createParser(json, offset, length);
		}
		CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		return FORGETFUL_FACTORY.createParser(ObjectReadContext.empty(),
				new InputStreamReader(new ByteArrayInputStream(json, offset, length), utf8));
	}

	private static boolean startsWithByteOrderMark(byte[] body) {
		int length = BYTE_ORDER_MARK.length;
		return body.length >= length && Arrays.equals(body, 0, length, BYTE_ORDER_MARK, 0, length);
	}

}
