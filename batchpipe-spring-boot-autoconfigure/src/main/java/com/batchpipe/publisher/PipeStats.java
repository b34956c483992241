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
 * What has happened to the records of one pipe. At any time, {@code accepted} is the sum
 * of {@code delivered}, {@code rejected}, {@code expired}, {@code dropped},
 * {@code abandoned}, {@code returned} and {@code held}.
 *
 * @param accepted how many records were accepted
 * @param delivered how many records BatchPipe has taken
 * @param rejected how many records BatchPipe has refused
 * @param expired how many records were not delivered within the delivery timeout
 * @param dropped how many records were dropped to make room
 * @param abandoned how many records were not delivered before the publisher was stopped
 * @param returned how many records were given back to callers that keep them and send
 * them again
 * @param held how many records are held, those in flight included
 * @param inFlight how many requests are in flight
 * @param inFlightLimit how many requests may be in flight at the moment
 * @param oldestAge how long the oldest record is held, zero if none is
 * @param pause why records are not sent for a while, or {@code null}
 * @param requests figures of the requests
 * @param sealedByCount how many batches were full by their number of records
 * @param sealedBySize how many batches were full by their size
 * @param sealedByLinger how many batches were sent because they had waited long enough
 * @param sealedByFlush how many batches were sent because of a flush or a stop
 * @since 0.1.0
 */
public record PipeStats(long accepted, long delivered, long rejected, long expired, long dropped, long abandoned,
		long returned, long held, int inFlight, int inFlightLimit, Duration oldestAge, @Nullable PauseCause pause,
		RequestStats requests, long sealedByCount, long sealedBySize, long sealedByLinger, long sealedByFlush) {

	/**
	 * Figures of the requests of one pipe.
	 *
	 * @param answered how many requests have ended
	 * @param retried how many of them will be repeated as they were
	 * @param bisected how many of them were refused as invalid and searched for the
	 * invalid records
	 * @param split how many of them were refused as too large and split
	 * @param time the sum of the times of all requests
	 * @param deliveries how many requests were answered 2xx
	 * @param deliveryTime the sum of the times from the first record of a batch to the
	 * 2xx answer
	 */
	public record RequestStats(long answered, long retried, long bisected, long split, Duration time, long deliveries,
			Duration deliveryTime) {

	}

}
