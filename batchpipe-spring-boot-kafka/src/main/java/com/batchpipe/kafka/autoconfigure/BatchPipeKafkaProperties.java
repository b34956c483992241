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

package com.batchpipe.kafka.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

import com.batchpipe.kafka.TombstonePolicy;
import com.batchpipe.publisher.RecordOrdering;

/**
 * Configuration properties for the routes from Kafka topics to pipes.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("batchpipe.kafka")
public class BatchPipeKafkaProperties {

	/**
	 * Whether to create the routes.
	 */
	private boolean enabled = true;

	/**
	 * Routes from topics to pipes, by name.
	 */
	private Map<String, Route> routes = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, Route> getRoutes() {
		return this.routes;
	}

	public void setRoutes(Map<String, Route> routes) {
		this.routes = routes;
	}

	/**
	 * A route.
	 */
	public static class Route {

		/**
		 * Names of the topics.
		 */
		private List<String> topics = new ArrayList<>();

		/**
		 * Pattern for the names of the topics, instead of a list of topics.
		 */
		private @Nullable Pattern topicPattern;

		/**
		 * Identifier of the pipe to which the records are sent.
		 */
		private @Nullable String pipeId;

		/**
		 * Name of the workspace that contains the pipe. By default, the first workspace.
		 */
		private @Nullable String workspace;

		/**
		 * Consumer group. By default, 'batchpipe-' followed by the name of the route.
		 */
		private @Nullable String groupId;

		/**
		 * Number of consumers, each with its own thread.
		 */
		private int concurrency = 1;

		/**
		 * Topic for rejected records. If not set, a rejected record stops its partition.
		 */
		private @Nullable String deadLetterTopic;

		/**
		 * Order in which the records of a partition are sent. Strict ordering requires
		 * the publisher's ordering to be strict, too.
		 */
		private RecordOrdering ordering = RecordOrdering.RELAXED;

		/**
		 * What to do with records without a value.
		 */
		private TombstonePolicy tombstones = TombstonePolicy.SKIP;

		/**
		 * Name of the RecordConverter bean. By default, the bean of this type is used if
		 * there is exactly one. Otherwise, the values must be JSON objects.
		 */
		private @Nullable String converter;

		/**
		 * Namespace of the records' identifiers, for example the name of the cluster. An
		 * identifier is derived from the namespace, topic, partition and offset.
		 */
		private String recordIdNamespace = "";

		/**
		 * Maximum number of records that a consumer reads ahead of the first record that
		 * is still in progress.
		 */
		private int maxInFlightRecords = 16_000;

		/**
		 * Maximum time to wait for buffered records when partitions are revoked or the
		 * route stops.
		 */
		private Duration drainTimeout = Duration.ofSeconds(5);

		/**
		 * Whether the route starts with the application.
		 */
		private boolean autoStartup = true;

		/**
		 * Additional properties of the consumers.
		 */
		private Map<String, String> properties = new LinkedHashMap<>();

		public List<String> getTopics() {
			return this.topics;
		}

		public void setTopics(List<String> topics) {
			this.topics = topics;
		}

		public @Nullable Pattern getTopicPattern() {
			return this.topicPattern;
		}

		public void setTopicPattern(@Nullable Pattern topicPattern) {
			this.topicPattern = topicPattern;
		}

		public @Nullable String getPipeId() {
			return this.pipeId;
		}

		public void setPipeId(@Nullable String pipeId) {
			this.pipeId = pipeId;
		}

		public @Nullable String getWorkspace() {
			return this.workspace;
		}

		public void setWorkspace(@Nullable String workspace) {
			this.workspace = workspace;
		}

		public @Nullable String getGroupId() {
			return this.groupId;
		}

		public void setGroupId(@Nullable String groupId) {
			this.groupId = groupId;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public @Nullable String getDeadLetterTopic() {
			return this.deadLetterTopic;
		}

		public void setDeadLetterTopic(@Nullable String deadLetterTopic) {
			this.deadLetterTopic = deadLetterTopic;
		}

		public RecordOrdering getOrdering() {
			return this.ordering;
		}

		public void setOrdering(RecordOrdering ordering) {
			this.ordering = ordering;
		}

		public TombstonePolicy getTombstones() {
			return this.tombstones;
		}

		public void setTombstones(TombstonePolicy tombstones) {
			this.tombstones = tombstones;
		}

		public @Nullable String getConverter() {
			return this.converter;
		}

		public void setConverter(@Nullable String converter) {
			this.converter = converter;
		}

		public String getRecordIdNamespace() {
			return this.recordIdNamespace;
		}

		public void setRecordIdNamespace(String recordIdNamespace) {
			this.recordIdNamespace = recordIdNamespace;
		}

		public int getMaxInFlightRecords() {
			return this.maxInFlightRecords;
		}

		public void setMaxInFlightRecords(int maxInFlightRecords) {
			this.maxInFlightRecords = maxInFlightRecords;
		}

		public Duration getDrainTimeout() {
			return this.drainTimeout;
		}

		public void setDrainTimeout(Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
		}

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		public Map<String, String> getProperties() {
			return this.properties;
		}

		public void setProperties(Map<String, String> properties) {
			this.properties = properties;
		}

	}

}
