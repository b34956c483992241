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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesAutoConfiguration;
import com.batchpipe.kafka.BatchPipeRoutes;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BatchPipeRoutes}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { BatchPipePublisherAutoConfiguration.class, BatchPipeWorkspacesAutoConfiguration.class,
		KafkaAutoConfiguration.class })
@ConditionalOnClass({ ConcurrentMessageListenerContainer.class, KafkaProperties.class })
@ConditionalOnBean({ BatchPipePublisher.class, KafkaConnectionDetails.class })
@ConditionalOnBooleanProperty(name = "batchpipe.kafka.enabled", matchIfMissing = true)
@Conditional(OnBatchPipeRoutesCondition.class)
@EnableConfigurationProperties(BatchPipeKafkaProperties.class)
public final class BatchPipeKafkaAutoConfiguration {

	@Bean
	KafkaClients batchPipeKafkaClients(KafkaProperties properties, KafkaConnectionDetails connectionDetails,
			ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> consumerCustomizers,
			ObjectProvider<DefaultKafkaProducerFactoryCustomizer> producerCustomizers) {
		return new KafkaClients(properties, connectionDetails, consumerCustomizers.orderedStream().toList(),
				producerCustomizers.orderedStream().toList());
	}

	/**
	 * Create the producer factory for dead letters. It is not a candidate for injection
	 * by type, because the application has its own producer factory.
	 */
	@Bean(defaultCandidate = false)
	DefaultKafkaProducerFactory<byte[], byte[]> batchPipeDeadLetterProducerFactory(KafkaClients clients) {
		return clients.producerFactory();
	}

	@Bean
	@ConditionalOnMissingBean
	BatchPipeRoutes batchPipeRoutes(BatchPipeKafkaProperties properties, KafkaClients clients,
			@Qualifier("batchPipeDeadLetterProducerFactory") DefaultKafkaProducerFactory<byte[], byte[]> producerFactory,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		return new BatchPipeRoutes(
				new RouteFactory(beanFactory, environment, clients.consumerFactory(), producerFactory)
					.create(properties.getRoutes()));
	}

}
