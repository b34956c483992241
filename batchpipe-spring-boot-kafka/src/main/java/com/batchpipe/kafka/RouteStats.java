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
 * What a route has done since it was created. When nothing happens, {@code received} is
 * the sum of {@code delivered}, {@code setAside}, {@code skipped}, {@code revoked} and
 * {@code held}.
 *
 * @param running whether the route is running
 * @param received how many records were read
 * @param delivered how many records BatchPipe has accepted
 * @param setAside how many records were refused and are in the dead-letter topic
 * @param skipped how many records were skipped: tombstones, or as the converter says
 * @param revoked how many records had not ended when their partition was revoked; who has
 * the partition then reads them again
 * @param repeated how many records were given to the publisher again, because it could
 * not deliver them in time
 * @param held how many records were read and have not ended
 * @param lag the age of the oldest record that was read and has not ended, by its
 * timestamp, or zero if there is none
 * @param partitions how many partitions the consumers of the route have
 * @param pausedPartitions how many of them are not read at the moment
 * @param stoppedPartitions those that are held by a record that was refused
 * @since 0.1.0
 */
public record RouteStats(boolean running, long received, long delivered, long setAside, long skipped, long revoked,
		long repeated, long held, Duration lag, int partitions, int pausedPartitions,
		List<StoppedPartition> stoppedPartitions) {

	/**
	 * A partition that is held by a record that was refused, because the route has no
	 * dead-letter topic.
	 *
	 * @param topic the topic
	 * @param partition the partition
	 * @param offset the offset of the record
	 * @param reason why the record was refused
	 * @param status the HTTP status of the last response, or {@code null} if the record
	 * was not sent
	 */
	public record StoppedPartition(String topic, int partition, long offset, UndeliveredReason reason,
			@Nullable Integer status) {

	}

}
