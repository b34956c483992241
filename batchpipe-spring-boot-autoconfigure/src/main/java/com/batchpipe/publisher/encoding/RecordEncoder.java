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

package com.batchpipe.publisher.encoding;

import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

import com.batchpipe.client.JsonProblem;
import com.batchpipe.client.RawJson;

/**
 * Writes records as JSON one after another, with a generator that stays open, so that a
 * record requires neither a new generator nor a new buffer. The generator is replaced
 * after an error, because partially written JSON cannot be undone. Used by one thread at
 * a time.
 * <p>
 * Each record has its own serialization context: a
 * {@link tools.jackson.databind.SequenceWriter} would use one context for all records, in
 * which an object with an identity is written in full only once.
 */
public final class RecordEncoder {

	private final ObjectWriter writer;

	private final @Nullable RecordIds recordIds;

	private final EncoderOutput buffer = new EncoderOutput();

	private @Nullable JsonGenerator generator;

	private int offset;

	RecordEncoder(ObjectWriter writer, @Nullable RecordIds recordIds) {
		this.writer = writer;
		this.recordIds = recordIds;
	}

	/**
	 * Create the writer that all encoders use.
	 */
	static ObjectWriter writer(JsonMapper mapper) {
		return mapper.writer()
			.withRootValueSeparator((String) null)
			.without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
	}

	public void encode(Object record) {
		encode(record, null);
	}

	/**
	 * Encode a record. Its JSON is then in {@link #bytes()}, starting at
	 * {@link #offset()} with a length of {@link #length()} bytes.
	 * @param record the record
	 * @param id the identifier of the record, or {@code null} for a new one
	 * @throws IllegalArgumentException if the record cannot be written as one JSON object
	 */
	public void encode(Object record, @Nullable UUID id) {
		this.offset = (this.recordIds != null) ? this.recordIds.gap() : 0;
		this.buffer.reset(this.offset);
		if (record instanceof RawJson json) {
			int start = JsonObjectRange.offset(json.bytes());
			this.buffer.write(json.bytes(), start, JsonObjectRange.length(json.bytes(), start));
		}
		else {
			write(record);
		}
		if (this.recordIds != null) {
			this.offset = this.recordIds.insert(this.buffer.bytes(), this.buffer.size(), id);
		}
	}

	private void write(Object record) {
		Assert.isTrue(!(record instanceof CharSequence || record instanceof byte[]),
				() -> "'record' must not be a %s. Use RawJson.of(...) for encoded JSON"
					.formatted(record.getClass().getSimpleName()));
		JsonGenerator generator = (this.generator != null) ? this.generator : this.writer.createGenerator(this.buffer);
		this.generator = null;
		try {
			this.writer.writeValue(generator, record);
			generator.flush();
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("'record' cannot be written as JSON (type %s): %s"
				.formatted(record.getClass().getName(), JsonProblem.describe(ex)), JsonProblem.cause(ex));
		}
		this.generator = generator;
		Assert.isTrue(this.buffer.size() > this.offset && this.buffer.bytes()[this.offset] == '{',
				() -> "'record' must serialize to a JSON object, but %s does not"
					.formatted(record.getClass().getName()));
	}

	public byte[] bytes() {
		return this.buffer.bytes();
	}

	public int offset() {
		return this.offset;
	}

	public int length() {
		return this.buffer.size() - this.offset;
	}

	public byte[] copy() {
		return Arrays.copyOfRange(bytes(), this.offset, this.buffer.size());
	}

}
