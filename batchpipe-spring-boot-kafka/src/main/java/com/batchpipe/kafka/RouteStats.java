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
import java.util.List;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.UndeliveredReason;

/**
 * Statistics of a route since it was created. While the counts are not changing,
 * {@code received} is the sum of {@code delivered}, {@code setAside}, {@code skipped},
 * {@code revoked} and {@code inProgress}.
 *
 * @param running whether the route is running
 * @param received the number of records that were read
 * @param delivered the number of records that BatchPipe has accepted
 * @param setAside the number of records that were rejected and are in the dead-letter
 * topic
 * @param skipped the number of records that were skipped, either as tombstones or by the
 * converter
 * @param revoked the number of records that were in progress when their partition was
 * revoked; the next consumer of the partition reads them again
 * @param retried the number of times that records were retried, for example because the
 * publisher could not deliver them in time; each retry of a record counts
 * @param inProgress the number of records that were read, but are not yet delivered, set
 * aside, skipped or revoked
 * @param lag the approximate age of the oldest record in progress, according to the
 * timestamps of the records, or zero if there is none; it can be too high by up to the
 * difference between the timestamps of the records of one poll
 * @param partitions the number of partitions that are assigned to the consumers of the
 * route
 * @param pausedPartitions the number of partitions from which no records are read at the
 * moment
 * @param stoppedPartitions the partitions that are stopped by a rejected record
 * @since 0.1.0
 */
public record RouteStats(boolean running, long received, long delivered, long setAside, long skipped, long revoked,
		long retried, long inProgress, Duration lag, int partitions, int pausedPartitions,
		List<StoppedPartition> stoppedPartitions) {

	/**
	 * A partition that is stopped by a rejected record, because the route has no
	 * dead-letter topic.
	 *
	 * @param topic the topic
	 * @param partition the partition
	 * @param offset the offset of the record
	 * @param reason why the record was rejected
	 * @param status the HTTP status of the last response, or {@code null} if the record
	 * was not sent
	 */
	public record StoppedPartition(String topic, int partition, long offset, UndeliveredReason reason,
			@Nullable Integer status) {

	}

}
