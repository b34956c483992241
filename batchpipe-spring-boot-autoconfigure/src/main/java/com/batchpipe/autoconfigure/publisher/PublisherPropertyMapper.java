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

package com.batchpipe.autoconfigure.publisher;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import com.batchpipe.client.PathVariables;
import com.batchpipe.client.PrintableText;
import com.batchpipe.publisher.BatchPipePublisherBuilder;

/**
 * Applies the properties of the publisher, and names the one that does not fit.
 */
final class PublisherPropertyMapper {

	private static final String PREFIX = "batchpipe.publisher.";

	private final BatchPipePublisherProperties properties;

	PublisherPropertyMapper(BatchPipePublisherProperties properties) {
		this.properties = properties;
	}

	/**
	 * Check what the properties must be together.
	 */
	void check(Duration shutdownPhaseTimeout) {
		BatchPipePublisherProperties p = this.properties;
		pipeId(p.getPipeId());
		positive("max-batch-records", p.getMaxBatchRecords());
		positive("max-batch-size", p.getMaxBatchSize().toBytes());
		positive("max-record-size", p.getMaxRecordSize().toBytes());
		positive("max-in-flight", p.getMaxInFlight());
		positive("max-total-in-flight", p.getMaxTotalInFlight());
		positive("max-bisect-requests", p.getMaxBisectRequests());
		positive("request-timeout", p.getRequestTimeout().toNanos());
		positive("delivery-timeout", p.getDeliveryTimeout().toNanos());
		positive("min-backoff", p.getMinBackoff().toNanos());
		positive("probe-interval", p.getProbeInterval().toNanos());
		positive("drain-timeout", p.getDrainTimeout().toNanos());
		require(!p.getLinger().isNegative(), "linger", p.getLinger(), "must not be negative");
		require(!p.getMaxBlock().isNegative(), "max-block", p.getMaxBlock(), "must not be negative");
		require(!p.getMaxRetryAfter().isNegative(), "max-retry-after", p.getMaxRetryAfter(), "must not be negative");
		require(p.getLinger().compareTo(p.getDeliveryTimeout()) < 0, "linger", p.getLinger(),
				"must be less than 'batchpipe.publisher.delivery-timeout'");
		require(p.getRequestTimeout().compareTo(p.getDeliveryTimeout()) < 0, "request-timeout", p.getRequestTimeout(),
				"must be less than 'batchpipe.publisher.delivery-timeout'");
		require(p.getMinBackoff().compareTo(p.getMaxBackoff()) <= 0, "max-backoff", p.getMaxBackoff(),
				"must not be less than 'batchpipe.publisher.min-backoff'");
		require(p.getMaxBatchSize().toBytes() <= Integer.MAX_VALUE / 2, "max-batch-size", p.getMaxBatchSize(),
				"must not be more than a gigabyte");
		require(p.getMaxRecordSize().toBytes() <= p.getMaxBatchSize().toBytes() - 2, "max-record-size",
				p.getMaxRecordSize(), "must be less than 'batchpipe.publisher.max-batch-size'");
		require(p.getMaxBufferSize().toBytes() / 2 / p.getMaxInFlight() >= p.getMaxBatchSize().toBytes(),
				"max-buffer-size", p.getMaxBufferSize(),
				"must be at least twice 'batchpipe.publisher.max-batch-size' times 'batchpipe.publisher.max-in-flight'");
		require(p.getDrainTimeout().compareTo(shutdownPhaseTimeout) < 0, "drain-timeout", p.getDrainTimeout(),
				"must be less than 'spring.lifecycle.timeout-per-shutdown-phase'");
	}

	void applyTo(BatchPipePublisherBuilder builder) {
		BatchPipePublisherProperties p = this.properties;
		builder.pipeId(p.getPipeId())
			.maxBatchRecords(p.getMaxBatchRecords())
			.maxBatchSize(bytes(p.getMaxBatchSize()))
			.linger(p.getLinger())
			.maxRecordSize(bytes(p.getMaxRecordSize()))
			.maxBufferSize(p.getMaxBufferSize().toBytes())
			.overflow(p.getOverflow())
			.maxBlock(p.getMaxBlock())
			.maxInFlight(p.getMaxInFlight())
			.maxTotalInFlight(p.getMaxTotalInFlight())
			.requestTimeout(p.getRequestTimeout())
			.deliveryTimeout(p.getDeliveryTimeout())
			.minBackoff(p.getMinBackoff())
			.maxBackoff(p.getMaxBackoff())
			.maxRetryAfter(p.getMaxRetryAfter())
			.probeInterval(p.getProbeInterval())
			.drainTimeout(p.getDrainTimeout())
			.ordering(p.getOrdering())
			.onInvalid(p.getOnInvalid())
			.maxBisectRequests(p.getMaxBisectRequests())
			.gzip(p.isGzip())
			.gzipMinSize(bytes(p.getGzipMinSize()))
			.recordIdField(p.getRecordIdField());
	}

	private static int bytes(DataSize size) {
		return (int) Math.min(Integer.MAX_VALUE, size.toBytes());
	}

	private static void pipeId(@Nullable String pipeId) {
		if (pipeId == null) {
			return;
		}
		try {
			PathVariables.check("pipe-id", pipeId);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "pipe-id", PrintableText.of(pipeId, 100),
					String.valueOf(ex.getMessage()));
		}
	}

	private static void positive(String property, long value) {
		require(value > 0, property, value, "must be greater than zero");
	}

	private static void require(boolean condition, String property, Object value, String reason) {
		if (!condition) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + property, value, "It " + reason + ".");
		}
	}

}
