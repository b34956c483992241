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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.util.StringUtils;

/**
 * Creates the consumers and the producer of the routes in the same way as Spring Boot
 * creates those of the application, except that keys and values are bytes, a few defaults
 * differ, and the producer does not use transactions.
 */
final class KafkaClients {

	/**
	 * The default maximum number of records per poll, which is also the default maximum
	 * number of records in a batch.
	 */
	private static final int MAX_POLL_RECORDS = 1000;

	/**
	 * Short enough that a missing dead-letter topic does not block the thread of the
	 * consumer for too long.
	 */
	private static final int MAX_BLOCK = 5000;

	private final KafkaProperties properties;

	private final KafkaConnectionDetails connectionDetails;

	private final List<DefaultKafkaConsumerFactoryCustomizer> consumerCustomizers;

	private final List<DefaultKafkaProducerFactoryCustomizer> producerCustomizers;

	KafkaClients(KafkaProperties properties, KafkaConnectionDetails connectionDetails,
			List<DefaultKafkaConsumerFactoryCustomizer> consumerCustomizers,
			List<DefaultKafkaProducerFactoryCustomizer> producerCustomizers) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.consumerCustomizers = consumerCustomizers;
		this.producerCustomizers = producerCustomizers;
	}

	DefaultKafkaConsumerFactory<byte[], byte[]> consumerFactory() {
		Map<String, Object> config = new HashMap<>();
		// A new group reads each partition from its first record. If a partition is added
		// to a topic, an existing group reads the new partition from its first record,
		// too.
		config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
		config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
		config.putAll(this.properties.buildConsumerProperties());
		apply(config, this.connectionDetails.getConsumer());
		config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
		DefaultKafkaConsumerFactory<byte[], byte[]> factory = new DefaultKafkaConsumerFactory<>(config,
				new ByteArrayDeserializer(), new ByteArrayDeserializer());
		this.consumerCustomizers.forEach((customizer) -> customizer.customize(factory));
		return factory;
	}

	DefaultKafkaProducerFactory<byte[], byte[]> producerFactory() {
		Map<String, Object> config = new HashMap<>();
		config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK);
		config.putAll(this.properties.buildProducerProperties());
		apply(config, this.connectionDetails.getProducer());
		config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
		config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
		DefaultKafkaProducerFactory<byte[], byte[]> factory = new DefaultKafkaProducerFactory<>(config,
				new ByteArraySerializer(), new ByteArraySerializer());
		this.producerCustomizers.forEach((customizer) -> customizer.customize(factory));
		return factory;
	}

	private static void apply(Map<String, Object> config, KafkaConnectionDetails.Configuration connection) {
		config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
		if (StringUtils.hasLength(connection.getSecurityProtocol())) {
			config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, connection.getSecurityProtocol());
		}
		SslBundle sslBundle = connection.getSslBundle();
		if (sslBundle != null) {
			config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
			config.put(SslBundle.class.getName(), sslBundle);
		}
	}

}
