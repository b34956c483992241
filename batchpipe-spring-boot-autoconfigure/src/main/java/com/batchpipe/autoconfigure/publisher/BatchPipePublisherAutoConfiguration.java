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

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeConnectors;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;
import com.batchpipe.publisher.UndeliveredRecordHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BatchPipePublisher}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipeAutoConfiguration.class)
@ConditionalOnBean(BatchPipeClient.class)
@ConditionalOnBooleanProperty(name = "batchpipe.publisher.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BatchPipePublisherProperties.class)
public final class BatchPipePublisherAutoConfiguration {

	/**
	 * The name of the publisher's connection pool. The pool is separate, so that the
	 * application and the publisher cannot take each other's connections.
	 */
	private static final String POOL = "batchpipe-publisher";

	private static final String CLIENT = "batchPipeClient";

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	BatchPipePublisher batchPipePublisher(BatchPipeClient client, ConfigurableListableBeanFactory beanFactory,
			BatchPipePublisherProperties properties, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<UndeliveredRecordHandler> handler, ObjectProvider<PipeListener> pipeListeners,
			Environment environment) {
		return new BatchPipePublisherFactory("batchpipe.publisher", properties).create(
				publisherClient(client, beanFactory), pipeListeners.orderedStream().toList(), handler.getIfAvailable(),
				jsonMapper, environment);
	}

	/**
	 * Return the publisher's client. A client that the application defines is used
	 * unchanged.
	 */
	private static BatchPipeClient publisherClient(BatchPipeClient client,
			ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.containsBeanDefinition(CLIENT) || !BatchPipeAutoConfiguration.class.getName()
			.equals(beanFactory.getBeanDefinition(CLIENT).getFactoryBeanName())) {
			return client;
		}
		return beanFactory.getBean(BatchPipeClient.Builder.class)
			.clientConnector(beanFactory.getBean(BatchPipeConnectors.class).get(POOL))
			.build();
	}

}
