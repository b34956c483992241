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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;

import com.batchpipe.publisher.RecordOrdering;

/**
 * Configuration properties for the outbox.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("batchpipe.outbox")
public class BatchPipeOutboxProperties extends DatabaseInitializationProperties {

	private static final String DEFAULT_SCHEMA_LOCATION = "classpath:com/batchpipe/outbox/schema-@@platform@@.sql";

	/**
	 * Whether to create an outbox.
	 */
	private boolean enabled = true;

	/**
	 * Prefix of the table names.
	 */
	private String tablePrefix = "BATCHPIPE_";

	/**
	 * Order in which the records of a pipe are sent, across all instances. By default,
	 * the ordering of the publisher.
	 */
	private @Nullable RecordOrdering ordering;

	/**
	 * Maximum time to wait for requests in flight when the application stops.
	 */
	private Duration drainTimeout = Duration.ofSeconds(10);

	private final Relay relay = new Relay();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getTablePrefix() {
		return this.tablePrefix;
	}

	public void setTablePrefix(String tablePrefix) {
		this.tablePrefix = tablePrefix;
	}

	public @Nullable RecordOrdering getOrdering() {
		return this.ordering;
	}

	public void setOrdering(@Nullable RecordOrdering ordering) {
		this.ordering = ordering;
	}

	public Duration getDrainTimeout() {
		return this.drainTimeout;
	}

	public void setDrainTimeout(Duration drainTimeout) {
		this.drainTimeout = drainTimeout;
	}

	public Relay getRelay() {
		return this.relay;
	}

	@Override
	public String getDefaultSchemaLocation() {
		return DEFAULT_SCHEMA_LOCATION;
	}

	/**
	 * Relay settings.
	 */
	public static class Relay {

		/**
		 * Whether this instance sends records. If not, other instances must send them.
		 */
		private boolean enabled = true;

		/**
		 * Number of threads that claim and send records. Each thread uses a database
		 * connection while its request is in flight.
		 */
		private int workers = 2;

		/**
		 * Time between two polls for records of other instances.
		 */
		private Duration pollInterval = Duration.ofSeconds(1);

		/**
		 * Maximum poll interval. The interval grows up to this value while no records are
		 * found.
		 */
		private Duration maxPollInterval = Duration.ofSeconds(10);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getWorkers() {
			return this.workers;
		}

		public void setWorkers(int workers) {
			this.workers = workers;
		}

		public Duration getPollInterval() {
			return this.pollInterval;
		}

		public void setPollInterval(Duration pollInterval) {
			this.pollInterval = pollInterval;
		}

		public Duration getMaxPollInterval() {
			return this.maxPollInterval;
		}

		public void setMaxPollInterval(Duration maxPollInterval) {
			this.maxPollInterval = maxPollInterval;
		}

	}

}
