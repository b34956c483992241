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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.util.StringUtils;

import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherProperties;
import com.batchpipe.client.PathVariables;
import com.batchpipe.kafka.BatchPipeRoute;
import com.batchpipe.kafka.BatchPipeRouteBuilder;
import com.batchpipe.kafka.RecordConverter;
import com.batchpipe.kafka.RouteTracing;
import com.batchpipe.kafka.TombstonePolicy;
import com.batchpipe.kafka.autoconfigure.BatchPipeKafkaProperties.Route;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.RecordOrdering;

/**
 * Creates routes from their properties, and reports the name of a property with an
 * invalid value.
 */
final class RouteFactory {

	static final String PREFIX = "batchpipe.kafka.routes";

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final ConsumerFactory<byte[], byte[]> consumerFactory;

	private final KafkaOperations<byte[], byte[]> deadLetterTemplate;

	RouteFactory(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ConsumerFactory<byte[], byte[]> consumerFactory, ProducerFactory<byte[], byte[]> producerFactory) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.consumerFactory = consumerFactory;
		this.deadLetterTemplate = new KafkaTemplate<>(producerFactory);
	}

	List<BatchPipeRoute> create(Map<String, Route> routes) {
		List<BatchPipeRoute> created = new ArrayList<>();
		routes.forEach((name, route) -> created.add(create(name, route)));
		return created;
	}

	private BatchPipeRoute create(String name, Route route) {
		check(name, route);
		BatchPipePublisherProperties publisher = publisherProperties(route.getWorkspace());
		checkPublisher(name, route, publisher);
		BatchPipeRouteBuilder builder = BatchPipeRoute.builder(name, publisher(name, route), this.consumerFactory)
			.topics(route.getTopics().toArray(String[]::new))
			.topicPattern(route.getTopicPattern())
			.concurrency(route.getConcurrency())
			.ordering(route.getOrdering())
			.tombstones(route.getTombstones())
			.converter(converter(name, route))
			.recordIdNamespace(route.getRecordIdNamespace())
			.publisherLimits(publisher.getMaxRecordSize(), publisher.getMaxBatchRecords(), publisher.getMaxBatchSize())
			.maxInFlightRecords(route.getMaxInFlightRecords())
			.drainTimeout(route.getDrainTimeout())
			.autoStartup(route.isAutoStartup())
			.consumerProperties(consumerProperties(route));
		if (route.getPipeId() != null) {
			builder.pipeId(route.getPipeId());
		}
		if (StringUtils.hasText(route.getGroupId())) {
			builder.groupId(route.getGroupId());
		}
		if (StringUtils.hasText(route.getDeadLetterTopic())) {
			builder.deadLetters(route.getDeadLetterTopic(), this.deadLetterTemplate);
		}
		this.beanFactory.getBeanProvider(JsonMapper.class).ifUnique(builder::recordMapper);
		this.beanFactory.getBeanProvider(RouteTracing.class).ifUnique(builder::tracing);
		return builder.build();
	}

	private static void check(String name, Route route) {
		if (!StringUtils.hasText(route.getPipeId())) {
			throw invalid(name, "pipe-id", route.getPipeId(), "A route requires 'pipe-id'.");
		}
		checkPipeId(name, route.getPipeId());
		if (route.getTopics().isEmpty() == (route.getTopicPattern() == null)) {
			throw invalid(name, "topics", route.getTopics(),
					"A route requires exactly one of 'topics' and 'topic-pattern'.");
		}
		if (route.getConcurrency() < 1) {
			throw invalid(name, "concurrency", route.getConcurrency(), "It must be greater than zero.");
		}
		if (route.getMaxInFlightRecords() < 1) {
			throw invalid(name, "max-in-flight-records", route.getMaxInFlightRecords(),
					"It must be greater than zero.");
		}
		if (route.getDrainTimeout().isNegative()) {
			throw invalid(name, "drain-timeout", route.getDrainTimeout(), "It must not be negative.");
		}
		if (route.getDeadLetterTopic() != null && route.getTopics().contains(route.getDeadLetterTopic())) {
			throw invalid(name, "dead-letter-topic", route.getDeadLetterTopic(),
					"It must not be one of the route's own topics.");
		}
	}

	private static void checkPipeId(String name, String pipeId) {
		try {
			PathVariables.check("pipeId", pipeId);
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage()).replace("'pipeId' ", "It ") + ".";
			throw invalid(name, "pipe-id", pipeId, reason);
		}
	}

	private static void checkPublisher(String name, Route route, BatchPipePublisherProperties publisher) {
		String prefix = (route.getWorkspace() != null) ? BatchPipeWorkspaces.prefix(route.getWorkspace()) : "batchpipe";
		if (route.getOrdering() == RecordOrdering.STRICT && publisher.getOrdering() != RecordOrdering.STRICT) {
			throw invalid(name, "ordering", route.getOrdering(),
					"It requires '" + prefix + ".publisher.ordering' to be 'strict' as well.");
		}
	}

	private BatchPipePublisherProperties publisherProperties(@Nullable String workspace) {
		BatchPipePublisherProperties properties = new BatchPipePublisherProperties();
		Bindable<BatchPipePublisherProperties> target = Bindable.ofInstance(properties);
		Binder binder = Binder.get(this.environment);
		binder.bind("batchpipe.publisher", target);
		if (workspace != null) {
			binder.bind(BatchPipeWorkspaces.prefix(workspace) + ".publisher", target);
		}
		return properties;
	}

	private BatchPipePublisher publisher(String name, Route route) {
		String workspace = route.getWorkspace();
		if (workspace == null) {
			return this.beanFactory.getBean(BatchPipePublisher.class);
		}
		return BatchPipeWorkspaces.beans(this.beanFactory, BatchPipePublisher.class, workspace)
			.stream()
			.findFirst()
			.orElseThrow(() -> invalid(name, "workspace", workspace,
					"There is no workspace with this name, or it has no publisher."));
	}

	@SuppressWarnings("unchecked")
	private @Nullable RecordConverter<byte[], byte[]> converter(String name, Route route) {
		RecordConverter<byte[], byte[]> converter;
		if (StringUtils.hasText(route.getConverter())) {
			if (!this.beanFactory.containsBean(route.getConverter())) {
				throw invalid(name, "converter", route.getConverter(), "There is no bean with this name.");
			}
			converter = this.beanFactory.getBean(route.getConverter(), RecordConverter.class);
		}
		else {
			ObjectProvider<RecordConverter<byte[], byte[]>> beans = this.beanFactory.getBeanProvider(
					ResolvableType.forClassWithGenerics(RecordConverter.class, byte[].class, byte[].class));
			converter = beans.getIfUnique();
		}
		if (converter == null && route.getTombstones() == TombstonePolicy.CONVERT) {
			throw invalid(name, "tombstones", route.getTombstones(), "It requires a converter.");
		}
		return converter;
	}

	private static Properties consumerProperties(Route route) {
		Properties properties = new Properties();
		properties.putAll(route.getProperties());
		return properties;
	}

	private static InvalidConfigurationPropertyValueException invalid(String route, String property,
			@Nullable Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + "." + route + "." + property, value, reason);
	}

}
