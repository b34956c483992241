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

package com.batchpipe.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.client.JsonProblem;
import com.batchpipe.client.RawJson;
import com.batchpipe.publisher.RecordTooLargeException;

/**
 * Creates the JSON of a record, so that a record that cannot be sent is usually found
 * before its shipment is passed to the publisher.
 */
final class RecordPreparation {

	private final @Nullable RecordConverter<byte[], byte[]> converter;

	private final TombstonePolicy tombstones;

	private final JsonMapper mapper;

	private final long maxRecordSize;

	RecordPreparation(RouteSettings settings) {
		this.converter = settings.converter();
		this.tombstones = settings.tombstones();
		this.mapper = settings.mapper();
		this.maxRecordSize = settings.maxRecordSize();
	}

	/**
	 * Return the JSON object of a record, or {@code null} if it is skipped.
	 * @throws RejectedRecordException if the record cannot be sent
	 */
	@Nullable RawJson prepare(ConsumerRecord<byte[], byte[]> record) {
		byte[] value = record.value();
		if (value == null && this.tombstones == TombstonePolicy.SKIP) {
			return null;
		}
		byte[] json = (this.converter != null) ? convert(this.converter, record) : value;
		if (json == null) {
			return null;
		}
		int start = JsonObjects.start(json);
		if (start < 0 || JsonObjects.end(json, start) < 0) {
			throw RejectedRecordException
				.invalid(((this.converter != null) ? "The converted record" : "The value") + " is not a JSON object");
		}
		if (json.length > this.maxRecordSize) {
			throw RejectedRecordException.notAccepted(new RecordTooLargeException(json.length, this.maxRecordSize));
		}
		return RawJson.of(json);
	}

	private byte @Nullable [] convert(RecordConverter<byte[], byte[]> converter,
			ConsumerRecord<byte[], byte[]> record) {
		Object converted;
		try {
			converted = converter.convert(record);
		}
		catch (Exception ex) {
			throw RejectedRecordException.invalid("The converter failed: " + ex.getClass().getName());
		}
		if (converted == null) {
			return null;
		}
		try {
			return (converted instanceof RawJson json) ? json.bytes() : this.mapper.writeValueAsBytes(converted);
		}
		catch (JacksonException ex) {
			throw RejectedRecordException.invalid("The converted record cannot be written as JSON: "
					+ converted.getClass().getName() + ", " + JsonProblem.describe(ex));
		}
	}

}
