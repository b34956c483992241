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

/**
 * Converts a Kafka record to a record for BatchPipe, for example to include the key or
 * the headers, or to convert a value that is not JSON. Implementations must be safe for
 * use by multiple threads and must always return the same result for the same record,
 * because a record may be sent more than once.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 * @since 0.1.0
 */
@FunctionalInterface
public interface RecordConverter<K, V> {

	/**
	 * Convert a record. An exception means that the record cannot be converted; the
	 * record is then treated as if BatchPipe had rejected it.
	 * @param record the Kafka record, whose value is {@code null} if it is a tombstone; a
	 * route passes tombstones only with {@link TombstonePolicy#CONVERT}
	 * @return an object that Jackson writes as a JSON object, encoded JSON in
	 * {@link com.batchpipe.client.RawJson RawJson}, or {@code null} to skip the record
	 * @throws Exception if the record cannot be converted
	 */
	@Nullable Object convert(ConsumerRecord<K, V> record) throws Exception;

}
