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

package com.batchpipe.publisher;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Statistics of one pipe. At any time, {@code accepted} is the sum of {@code delivered},
 * {@code rejected}, {@code expired}, {@code dropped}, {@code abandoned}, {@code returned}
 * and {@code buffered}.
 *
 * @param accepted the number of accepted records
 * @param delivered the number of records that BatchPipe has accepted
 * @param rejected the number of records that BatchPipe has rejected
 * @param expired the number of records that were not delivered within the delivery
 * timeout
 * @param dropped the number of records that were dropped for lack of room
 * @param abandoned the number of records that were not delivered before the publisher was
 * stopped
 * @param returned the number of records that were returned to callers that retry them
 * themselves
 * @param buffered the number of buffered records, including those in flight
 * @param inFlight the number of requests in flight
 * @param inFlightLimit the number of requests that can currently be in flight
 * @param oldestAge how long the oldest record has been buffered, or zero if there is none
 * @param pause why the pipe is paused, or {@code null} if it is not
 * @param requests statistics of the requests
 * @param sealedByCount the number of batches that reached the maximum number of records
 * @param sealedBySize the number of batches that reached the maximum size
 * @param sealedByLinger the number of batches that were sealed after the linger
 * @param sealedByFlush the number of batches that were sealed because of a flush, because
 * the publisher was stopped, or because of a collection
 * @since 0.1.0
 */
public record PipeStats(long accepted, long delivered, long rejected, long expired, long dropped, long abandoned,
		long returned, long buffered, int inFlight, int inFlightLimit, Duration oldestAge, @Nullable PauseCause pause,
		RequestStats requests, long sealedByCount, long sealedBySize, long sealedByLinger, long sealedByFlush) {

	/**
	 * Statistics of the requests of one pipe.
	 *
	 * @param completed the number of requests that have ended
	 * @param retried the number of failed requests whose records remained buffered for a
	 * retry or were returned
	 * @param bisected the number of requests that were rejected as invalid with
	 * {@link InvalidBatchPolicy#BISECT}, including those with a single record
	 * @param split the number of requests that were rejected as too large and whose
	 * batches were then split
	 * @param time the total duration of all requests
	 * @param deliveries the number of requests with a 2xx response
	 * @param deliveryTime the total time from the first record of a batch to its 2xx
	 * response
	 */
	public record RequestStats(long completed, long retried, long bisected, long split, Duration time, long deliveries,
			Duration deliveryTime) {

	}

}
