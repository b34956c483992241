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
 * Makes the record for BatchPipe of a record of Kafka, for example of its key, its
 * headers, or of a value that is not JSON. Must be safe for use by multiple threads, and
 * give the same for the same record each time, because a record may be sent more than
 * once.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 * @since 0.1.0
 */
@FunctionalInterface
public interface RecordConverter<K, V> {

	/**
	 * Convert a record. An exception means that the record cannot be converted: it is set
	 * aside as one that BatchPipe refused.
	 * @param record the record of Kafka, whose value is {@code null} if it is a
	 * tombstone; a route gives tombstones only with {@link TombstonePolicy#CONVERT}
	 * @return what Jackson writes as a JSON object, or ready JSON in
	 * {@link com.batchpipe.client.RawJson RawJson}, or {@code null} to skip the record
	 * @throws Exception if the record cannot be converted
	 */
	@Nullable Object convert(ConsumerRecord<K, V> record) throws Exception;

}
