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

package com.batchpipe.outbox.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherProperties;
import com.batchpipe.outbox.BatchPipeOutboxBuilder;
import com.batchpipe.outbox.InvalidOutboxSettingException;
import com.batchpipe.publisher.RecordOrdering;

/**
 * Applies the properties of the outbox, and reports the name of a property with an
 * invalid value.
 */
final class OutboxPropertyMapper {

	private static final String PREFIX = "batchpipe.outbox.";

	/**
	 * The paths of the properties by the names of the builder's settings.
	 */
	private static final Map<String, String> PATHS = Map.of("workers", "relay.workers", "pollInterval",
			"relay.pollInterval", "maxPollInterval", "relay.maxPollInterval", "drainTimeout", "drainTimeout",
			"tablePrefix", "tablePrefix");

	/**
	 * How many bytes a record's identifier adds to its JSON, besides the name of its
	 * field: a UUID, four quotation marks, a colon and a comma.
	 */
	private static final int RECORD_ID_SIZE = 36 + 6;

	private final BatchPipeOutboxProperties properties;

	private final BatchPipePublisherProperties publisher;

	OutboxPropertyMapper(BatchPipeOutboxProperties properties, BatchPipePublisherProperties publisher) {
		this.properties = properties;
		this.publisher = publisher;
	}

	/**
	 * Apply the properties.
	 * @param shutdownPhaseTimeout how long the application waits for the outbox to stop
	 */
	void applyTo(BatchPipeOutboxBuilder builder, Duration shutdownPhaseTimeout) {
		BatchPipeOutboxProperties.Relay relay = this.properties.getRelay();
		if (this.properties.getDrainTimeout().compareTo(shutdownPhaseTimeout) >= 0) {
			throw invalid("drain-timeout", this.properties.getDrainTimeout(),
					"must be less than 'spring.lifecycle.timeout-per-shutdown-phase'");
		}
		builder.pipeId(this.publisher.getPipeId())
			.relay(relay.isEnabled())
			.workers(relay.getWorkers())
			.pollInterval(relay.getPollInterval())
			.maxPollInterval(relay.getMaxPollInterval())
			.drainTimeout(this.properties.getDrainTimeout())
			.ordering(ordering())
			.maxRecordSize(maxRecordSize())
			.maxClaimRecords(this.publisher.getMaxBatchRecords())
			.maxClaimSize(this.publisher.getMaxBatchSize().toBytes());
		named(() -> builder.tablePrefix(this.properties.getTablePrefix()));
	}

	/**
	 * Return the maximum size of a record in the outbox. The publisher's maximum applies
	 * after it has inserted the identifier.
	 */
	private int maxRecordSize() {
		String field = this.publisher.getRecordIdField();
		long inserted = (field != null) ? RECORD_ID_SIZE + field.length() : 0;
		return Math.toIntExact(this.publisher.getMaxRecordSize().toBytes() - inserted);
	}

	private RecordOrdering ordering() {
		RecordOrdering ordering = Objects.requireNonNullElse(this.properties.getOrdering(),
				this.publisher.getOrdering());
		if (ordering == RecordOrdering.STRICT && this.publisher.getOrdering() != RecordOrdering.STRICT) {
			throw invalid("ordering", ordering, "requires 'batchpipe.publisher.ordering' to be 'strict' as well");
		}
		return ordering;
	}

	/**
	 * Call an action that can fail because of a setting, and translate the failure.
	 */
	<T> T named(Supplier<T> action) {
		try {
			return action.get();
		}
		catch (InvalidOutboxSettingException ex) {
			String path = PATHS.get(ex.setting());
			if (path == null) {
				throw ex;
			}
			Object value = PropertyAccessorFactory.forBeanPropertyAccess(this.properties).getPropertyValue(path);
			throw invalid(DataObjectPropertyName.toDashedForm(path), value,
					ex.reason().replace("'pollInterval'", "'" + PREFIX + "relay.poll-interval'"));
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, "It " + reason + ".");
	}

}
