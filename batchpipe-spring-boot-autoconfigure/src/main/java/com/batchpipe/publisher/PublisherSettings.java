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

import org.springframework.util.Assert;

import com.batchpipe.client.PathVariables;

/**
 * The settings of a publisher, checked. Sizes are in bytes.
 */
record PublisherSettings(@Nullable String pipeId, int maxBatchRecords, int maxBatchSize, Duration linger,
		int maxRecordSize, long maxBufferSize, OverflowPolicy overflow, Duration maxBlock, int maxInFlight,
		int maxTotalInFlight, Duration requestTimeout, Duration deliveryTimeout, Duration minBackoff,
		Duration maxBackoff, Duration maxRetryAfter, Duration probeInterval, Duration drainTimeout,
		RecordOrdering ordering, InvalidBatchPolicy onInvalid, int maxBisectRequests, boolean gzip, int gzipMinSize,
		@Nullable String recordIdField) {

	/**
	 * The bytes around the records of a body, and between two of them.
	 */
	static final int SEPARATOR = 1;

	PublisherSettings {
		Assert.noNullElements(new Object[] { linger, overflow, maxBlock, requestTimeout, deliveryTimeout, minBackoff,
				maxBackoff, maxRetryAfter, probeInterval, drainTimeout, ordering, onInvalid }, "A setting is null");
		positive("maxBatchRecords", maxBatchRecords);
		positive("maxBatchSize", maxBatchSize);
		positive("maxRecordSize", maxRecordSize);
		positive("maxInFlight", maxInFlight);
		positive("maxTotalInFlight", maxTotalInFlight);
		positive("maxBisectRequests", maxBisectRequests);
		positive("requestTimeout", requestTimeout);
		positive("deliveryTimeout", deliveryTimeout);
		positive("minBackoff", minBackoff);
		positive("probeInterval", probeInterval);
		positive("drainTimeout", drainTimeout);
		Assert.isTrue(!linger.isNegative(), "'linger' must not be negative");
		Assert.isTrue(!maxBlock.isNegative(), "'maxBlock' must not be negative");
		Assert.isTrue(!maxRetryAfter.isNegative(), "'maxRetryAfter' must not be negative");
		Assert.isTrue(gzipMinSize >= 0, "'gzipMinSize' must not be negative");
		Assert.isTrue(maxRecordSize <= maxBatchSize - 2, "'maxRecordSize' must be less than 'maxBatchSize'");
		Assert.isTrue(linger.compareTo(deliveryTimeout) < 0, "'linger' must be less than 'deliveryTimeout'");
		Assert.isTrue(requestTimeout.compareTo(deliveryTimeout) < 0,
				"'requestTimeout' must be less than 'deliveryTimeout'");
		Assert.isTrue(minBackoff.compareTo(maxBackoff) <= 0, "'maxBackoff' must not be less than 'minBackoff'");
		Assert.isTrue(maxBufferSize >= 2L * maxBatchSize * maxInFlight,
				"'maxBufferSize' must be at least twice 'maxBatchSize' times 'maxInFlight'");
		Assert.isTrue(recordIdField == null || recordIdField.matches("[A-Za-z0-9_.-]+"),
				"'recordIdField' must contain only letters, digits, underscores, dots and hyphens");
		if (pipeId != null) {
			PathVariables.check("pipeId", pipeId);
		}
	}

	boolean strict() {
		return this.ordering == RecordOrdering.STRICT;
	}

	private static void positive(String name, int value) {
		Assert.isTrue(value > 0, () -> "'" + name + "' must be greater than zero");
	}

	private static void positive(String name, Duration value) {
		Assert.isTrue(value.compareTo(Duration.ZERO) > 0, () -> "'" + name + "' must be greater than zero");
	}

}
