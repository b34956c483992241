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

import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import com.batchpipe.autoconfigure.PropertyNames;
import com.batchpipe.client.PrintableText;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherBuilder;
import com.batchpipe.publisher.InvalidPublisherSettingException;

/**
 * Applies the properties of the publisher, and reports the name of a property with an
 * invalid value.
 */
final class PublisherPropertyMapper {

	private static final int MAX_VALUE_LENGTH = 100;

	private final String prefix;

	private final BatchPipePublisherProperties properties;

	PublisherPropertyMapper(String prefix, BatchPipePublisherProperties properties) {
		this.prefix = prefix + ".";
		this.properties = properties;
	}

	/**
	 * Build a publisher with the settings from the properties.
	 * @param shutdownPhaseTimeout how long the application waits for the publisher to
	 * stop
	 * @throws InvalidConfigurationPropertyValueException if a property has an invalid
	 * value
	 */
	BatchPipePublisher build(BatchPipePublisherBuilder builder, Duration shutdownPhaseTimeout) {
		Duration drainTimeout = this.properties.getDrainTimeout();
		if (drainTimeout.compareTo(shutdownPhaseTimeout) >= 0) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + "drain-timeout", drainTimeout,
					"It must be less than 'spring.lifecycle.timeout-per-shutdown-phase'.");
		}
		applyTo(builder);
		try {
			return builder.build();
		}
		catch (InvalidPublisherSettingException ex) {
			Object value = PropertyAccessorFactory.forBeanPropertyAccess(this.properties)
				.getPropertyValue(ex.setting());
			throw new InvalidConfigurationPropertyValueException(
					this.prefix + DataObjectPropertyName.toDashedForm(ex.setting()),
					PrintableText.of(String.valueOf(value), MAX_VALUE_LENGTH),
					"It " + PropertyNames.translate(ex.reason(), this.prefix) + ".");
		}
	}

	private void applyTo(BatchPipePublisherBuilder builder) {
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
		return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, size.toBytes()));
	}

}
