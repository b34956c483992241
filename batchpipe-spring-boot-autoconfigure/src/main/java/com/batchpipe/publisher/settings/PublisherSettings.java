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

package com.batchpipe.publisher.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import com.batchpipe.client.PathVariables;
import com.batchpipe.publisher.InvalidBatchPolicy;
import com.batchpipe.publisher.InvalidPublisherSettingException;
import com.batchpipe.publisher.OverflowPolicy;
import com.batchpipe.publisher.RecordOrdering;

/**
 * The checked settings of a publisher. Sizes are in bytes.
 */
public record PublisherSettings(@Nullable String pipeId, int maxBatchRecords, int maxBatchSize, Duration linger,
		int maxRecordSize, long maxBufferSize, OverflowPolicy overflow, Duration maxBlock, int maxInFlight,
		int maxTotalInFlight, Duration requestTimeout, Duration deliveryTimeout, Duration minBackoff,
		Duration maxBackoff, Duration maxRetryAfter, Duration probeInterval, Duration drainTimeout,
		RecordOrdering ordering, InvalidBatchPolicy onInvalid, int maxBisectRequests, boolean gzip, int gzipMinSize,
		@Nullable String recordIdField) {

	/**
	 * The size of a separator: one byte before and after the records of a body, and
	 * between two records.
	 */
	public static final int SEPARATOR = 1;

	private static final int MAX_BATCH_SIZE = 1024 * 1024 * 1024;

	public PublisherSettings {
		notNull("linger", linger);
		notNull("overflow", overflow);
		notNull("maxBlock", maxBlock);
		notNull("requestTimeout", requestTimeout);
		notNull("deliveryTimeout", deliveryTimeout);
		notNull("minBackoff", minBackoff);
		notNull("maxBackoff", maxBackoff);
		notNull("maxRetryAfter", maxRetryAfter);
		notNull("probeInterval", probeInterval);
		notNull("drainTimeout", drainTimeout);
		notNull("ordering", ordering);
		notNull("onInvalid", onInvalid);
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
		notNegative("linger", linger);
		notNegative("maxBlock", maxBlock);
		notNegative("maxRetryAfter", maxRetryAfter);
		check(gzipMinSize >= 0, "gzipMinSize", gzipMinSize, "must not be negative");
		check(maxBatchSize <= MAX_BATCH_SIZE, "maxBatchSize", maxBatchSize, "must not be more than 1 GiB");
		check(maxRecordSize <= maxBatchSize - 2, "maxRecordSize", maxRecordSize,
				"must be at least 2 bytes less than 'maxBatchSize'");
		check(linger.compareTo(deliveryTimeout) < 0, "linger", linger, "must be less than 'deliveryTimeout'");
		check(requestTimeout.compareTo(deliveryTimeout) < 0, "requestTimeout", requestTimeout,
				"must be less than 'deliveryTimeout'");
		check(minBackoff.compareTo(maxBackoff) <= 0, "maxBackoff", maxBackoff, "must not be less than 'minBackoff'");
		check(maxBufferSize / 2 / maxInFlight >= maxBatchSize, "maxBufferSize", maxBufferSize,
				"must be at least twice the product of 'maxBatchSize' and 'maxInFlight'");
		check(recordIdField == null || recordIdField.matches("[A-Za-z0-9_.-]+"), "recordIdField", recordIdField,
				"must consist of one or more letters, digits, underscores, dots or hyphens");
		checkPipeId(pipeId);
	}

	public boolean strict() {
		return this.ordering == RecordOrdering.STRICT;
	}

	private static void checkPipeId(@Nullable String pipeId) {
		if (pipeId == null) {
			return;
		}
		try {
			PathVariables.check("pipeId", pipeId);
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage()).replace("'pipeId' ", "");
			throw new InvalidPublisherSettingException("pipeId", pipeId, reason);
		}
	}

	private static void notNull(String setting, @Nullable Object value) {
		check(value != null, setting, value, "must not be null");
	}

	private static void positive(String setting, int value) {
		check(value > 0, setting, value, "must be greater than zero");
	}

	private static void positive(String setting, Duration value) {
		check(value.compareTo(Duration.ZERO) > 0, setting, value, "must be greater than zero");
	}

	private static void notNegative(String setting, Duration value) {
		check(!value.isNegative(), setting, value, "must not be negative");
	}

	private static void check(boolean condition, String setting, @Nullable Object value, String reason) {
		if (!condition) {
			throw new InvalidPublisherSettingException(setting, value, reason);
		}
	}

}
