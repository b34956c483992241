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

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import com.batchpipe.publisher.RecordOrdering;

/**
 * The settings of a route that are needed to send records.
 *
 * @param name the name of the route
 * @param pipeId the pipe to which the records are sent
 * @param ordering the order in which the records of a partition are sent
 * @param tombstones what to do with records without a value
 * @param converter creates the records, or {@code null} if values are JSON objects
 * @param mapper writes the converted records
 * @param recordIds derives the identifiers of the records
 * @param maxRecordSize the maximum size of a record in bytes
 * @param maxBatchRecords the maximum number of records in a batch, for strict ordering
 * @param maxBatchSize the maximum size of a batch in bytes, for strict ordering
 * @param maxInFlightRecords the maximum number of records that a consumer reads ahead of
 * the first record that is still in progress
 * @param drainTimeout how long to wait for buffered records when partitions are revoked
 */
record RouteSettings(String name, String pipeId, RecordOrdering ordering, TombstonePolicy tombstones,
		@Nullable RecordConverter<byte[], byte[]> converter, JsonMapper mapper, RecordIds recordIds, long maxRecordSize,
		int maxBatchRecords, long maxBatchSize, int maxInFlightRecords, Duration drainTimeout) {

	boolean isStrict() {
		return this.ordering == RecordOrdering.STRICT;
	}

}
