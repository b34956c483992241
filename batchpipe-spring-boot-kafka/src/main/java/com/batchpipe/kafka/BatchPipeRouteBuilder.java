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
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

import com.batchpipe.client.PathVariables;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.RecordOrdering;

/**
 * Builder for {@link BatchPipeRoute}. Not safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipeRouteBuilder {

	private final String name;

	private final BatchPipePublisher publisher;

	private final ConsumerFactory<byte[], byte[]> consumerFactory;

	private String[] topics = {};

	private @Nullable Pattern topicPattern;

	private @Nullable String pipeId;

	private String groupId;

	private RecordOrdering ordering = RecordOrdering.RELAXED;

	private TombstonePolicy tombstones = TombstonePolicy.SKIP;

	private @Nullable RecordConverter<byte[], byte[]> converter;

	private JsonMapper mapper = JsonMapper.shared();

	private String recordIdNamespace = "";

	private DataSize maxRecordSize = DataSize.ofKilobytes(256);

	private int maxBatchRecords = 1000;

	private DataSize maxBatchSize = DataSize.ofKilobytes(512);

	private int maxInFlightRecords = 16_000;

	private Duration drainTimeout = Duration.ofSeconds(5);

	private @Nullable String deadLetterTopic;

	private @Nullable KafkaOperations<byte[], byte[]> deadLetterTemplate;

	private Properties consumerProperties = new Properties();

	int concurrency = 1;

	boolean autoStartup = true;

	RouteTracing tracing = RouteTracing.NONE;

	BatchPipeRouteBuilder(String name, BatchPipePublisher publisher, ConsumerFactory<byte[], byte[]> consumerFactory) {
		Assert.hasText(name, "'name' must not be blank");
		Assert.notNull(publisher, "'publisher' must not be null");
		Assert.notNull(consumerFactory, "'consumerFactory' must not be null");
		this.name = name;
		this.publisher = publisher;
		this.consumerFactory = consumerFactory;
		this.groupId = "batchpipe-" + name;
	}

	/**
	 * Set the topics.
	 * @param topics the names of the topics
	 * @return this builder
	 */
	public BatchPipeRouteBuilder topics(String... topics) {
		this.topics = topics.clone();
		return this;
	}

	/**
	 * Set a pattern for the names of the topics, instead of listing the topics.
	 * @param topicPattern the pattern
	 * @return this builder
	 */
	public BatchPipeRouteBuilder topicPattern(@Nullable Pattern topicPattern) {
		this.topicPattern = topicPattern;
		return this;
	}

	/**
	 * Set the pipe to which the records are sent.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return this builder
	 */
	public BatchPipeRouteBuilder pipeId(String pipeId) {
		this.pipeId = pipeId;
		return this;
	}

	/**
	 * Set the consumer group. The default is {@code batchpipe-} followed by the name of
	 * the route.
	 * @param groupId the group's identifier
	 * @return this builder
	 */
	public BatchPipeRouteBuilder groupId(String groupId) {
		Assert.hasText(groupId, "'groupId' must not be blank");
		this.groupId = groupId;
		return this;
	}

	/**
	 * Set the number of consumers, each with its own thread. The default is 1.
	 * @param concurrency the number of consumers
	 * @return this builder
	 */
	public BatchPipeRouteBuilder concurrency(int concurrency) {
		Assert.isTrue(concurrency > 0, "'concurrency' must be greater than zero");
		this.concurrency = concurrency;
		return this;
	}

	/**
	 * Set the order in which the records of a partition are sent. Strict ordering
	 * requires a publisher with strict ordering. The default is
	 * {@link RecordOrdering#RELAXED RELAXED}.
	 * @param ordering the ordering
	 * @return this builder
	 */
	public BatchPipeRouteBuilder ordering(RecordOrdering ordering) {
		this.ordering = ordering;
		return this;
	}

	/**
	 * Set the dead-letter topic for rejected records, including those that cannot be
	 * sent. By default, a rejected record stops its partition.
	 * @param topic the name of the topic
	 * @param template sends the records
	 * @return this builder
	 */
	public BatchPipeRouteBuilder deadLetters(String topic, KafkaOperations<byte[], byte[]> template) {
		Assert.hasText(topic, "'topic' must not be blank");
		Assert.notNull(template, "'template' must not be null");
		this.deadLetterTopic = topic;
		this.deadLetterTemplate = template;
		return this;
	}

	/**
	 * Set what to do with records without a value. By default, they are skipped.
	 * @param tombstones the policy
	 * @return this builder
	 */
	public BatchPipeRouteBuilder tombstones(TombstonePolicy tombstones) {
		this.tombstones = tombstones;
		return this;
	}

	/**
	 * Set the converter that creates the records for BatchPipe. By default, the values
	 * must be JSON objects.
	 * @param converter the converter
	 * @return this builder
	 */
	public BatchPipeRouteBuilder converter(@Nullable RecordConverter<byte[], byte[]> converter) {
		this.converter = converter;
		return this;
	}

	/**
	 * Set the mapper that writes the objects returned by the converter.
	 * @param mapper the mapper
	 * @return this builder
	 */
	public BatchPipeRouteBuilder recordMapper(JsonMapper mapper) {
		this.mapper = mapper;
		return this;
	}

	/**
	 * Set the namespace of the records' identifiers. An identifier is derived from the
	 * namespace and from the record's topic, partition and offset. The namespace
	 * distinguishes topics with the same name, such as those of two clusters. The
	 * identifiers are sent if the publisher has a record id field. By default, the
	 * namespace is empty.
	 * @param recordIdNamespace the namespace
	 * @return this builder
	 */
	public BatchPipeRouteBuilder recordIdNamespace(String recordIdNamespace) {
		this.recordIdNamespace = recordIdNamespace;
		return this;
	}

	/**
	 * Set the limits with which the publisher was built. The route does not pass the
	 * publisher any record whose JSON exceeds the maximum size before the record id field
	 * is added. With strict ordering, it passes only as many records at a time as fit
	 * into one request, judged by the size of their Kafka values.
	 * @param maxRecordSize the maximum size of a record; the default is 256 KiB
	 * @param maxBatchRecords the maximum number of records in a batch; the default is
	 * 1,000
	 * @param maxBatchSize the maximum size of a batch; the default is 512 KiB
	 * @return this builder
	 */
	public BatchPipeRouteBuilder publisherLimits(DataSize maxRecordSize, int maxBatchRecords, DataSize maxBatchSize) {
		this.maxRecordSize = maxRecordSize;
		this.maxBatchRecords = maxBatchRecords;
		this.maxBatchSize = maxBatchSize;
		return this;
	}

	/**
	 * Set the maximum number of records that a consumer reads ahead of the first record
	 * that is still in progress. At the maximum, the consumer pauses its partitions. A
	 * single poll may exceed the maximum. The default is 16,000.
	 * @param maxInFlightRecords the number of records
	 * @return this builder
	 */
	public BatchPipeRouteBuilder maxInFlightRecords(int maxInFlightRecords) {
		Assert.isTrue(maxInFlightRecords > 0, "'maxInFlightRecords' must be greater than zero");
		this.maxInFlightRecords = maxInFlightRecords;
		return this;
	}

	/**
	 * Set how long to wait for buffered records when partitions are revoked or the route
	 * is stopped. The default is 5 seconds.
	 * @param drainTimeout the time
	 * @return this builder
	 */
	public BatchPipeRouteBuilder drainTimeout(Duration drainTimeout) {
		Assert.isTrue(!drainTimeout.isNegative(), "'drainTimeout' must not be negative");
		this.drainTimeout = drainTimeout;
		return this;
	}

	/**
	 * Set properties of the consumers that override those of the factory.
	 * @param consumerProperties the properties
	 * @return this builder
	 */
	public BatchPipeRouteBuilder consumerProperties(Properties consumerProperties) {
		this.consumerProperties = consumerProperties;
		return this;
	}

	/**
	 * Set whether the route starts with the application. The default is {@code true}.
	 * @param autoStartup whether to start the route automatically
	 * @return this builder
	 */
	public BatchPipeRouteBuilder autoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
		return this;
	}

	/**
	 * Set the tracing, which can link the records passed to the publisher with the traces
	 * of their producers.
	 * @param tracing the tracing
	 * @return this builder
	 */
	public BatchPipeRouteBuilder tracing(RouteTracing tracing) {
		this.tracing = tracing;
		return this;
	}

	/**
	 * Build the route without starting it.
	 * @return the route
	 * @throws IllegalArgumentException if a setting is missing or invalid
	 */
	public BatchPipeRoute build() {
		Assert.hasText(this.pipeId, "'pipeId' must not be blank");
		Assert.isTrue((this.topics.length > 0) != (this.topicPattern != null),
				"Exactly one of 'topics' and 'topicPattern' must be set");
		Assert.isTrue(this.tombstones == TombstonePolicy.SKIP || this.converter != null,
				"'converter' is required if tombstones are converted");
		// With an invalid pipe identifier, the publisher would reject every record.
		PathVariables.check("pipeId", this.pipeId);
		ContainerProperties properties = (this.topicPattern != null) ? new ContainerProperties(this.topicPattern)
				: new ContainerProperties(this.topics);
		properties.setGroupId(this.groupId);
		Properties consumerProperties = new Properties();
		consumerProperties.putAll(this.consumerProperties);
		consumerProperties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
		properties.setKafkaConsumerProperties(consumerProperties);
		return new BatchPipeRoute(this, settings(this.pipeId), this.publisher, this.consumerFactory, properties);
	}

	private RouteSettings settings(String pipeId) {
		return new RouteSettings(this.name, pipeId, this.ordering, this.tombstones, this.converter, this.mapper,
				new RecordIds(this.recordIdNamespace), this.maxRecordSize.toBytes(), this.maxBatchRecords,
				this.maxBatchSize.toBytes(), this.maxInFlightRecords, this.drainTimeout);
	}

	@Nullable DeadLetterQueue deadLetters(RouteSettings settings, RouteCounts counts, Executor consumerThread) {
		if (this.deadLetterTopic == null || this.deadLetterTemplate == null) {
			return null;
		}
		return new DeadLetterQueue(new DeadLetters(this.deadLetterTemplate, this.deadLetterTopic, settings.pipeId()),
				settings.name(), counts, consumerThread);
	}

}
