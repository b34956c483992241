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

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BatchPipeEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipePublisherAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(BatchPipePublisher.class)
@ConditionalOnAvailableEndpoint(BatchPipeEndpoint.class)
public final class BatchPipeEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BatchPipeEndpoint batchPipeEndpoint(BatchPipePublisher publisher, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<BatchPipeWorkspaces> workspaces) {
		return new BatchPipeEndpoint(publisher, (name) -> publisher(beanFactory,
				workspaces.getIfAvailable(() -> new BatchPipeWorkspaces(List.of())), name));
	}

	private static @Nullable BatchPipePublisher publisher(ConfigurableListableBeanFactory beanFactory,
			BatchPipeWorkspaces workspaces, String name) {
		return (workspaces.names().contains(name))
				? BatchPipeWorkspaces.beans(beanFactory, BatchPipePublisher.class, name)
					.stream()
					.findFirst()
					.orElse(null)
				: null;
	}

}
