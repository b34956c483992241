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

package com.batchpipe.autoconfigure.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeReactiveHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeProperties;
import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.health.BatchPipeHealthIndicator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link BatchPipeHealthIndicator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipeAutoConfiguration.class)
@ConditionalOnClass({ BatchPipeClient.class, Mono.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(BatchPipeClient.class)
@ConditionalOnEnabledHealthIndicator("batchpipe")
@EnableConfigurationProperties(BatchPipeProperties.class)
public final class BatchPipeHealthContributorAutoConfiguration
		extends CompositeReactiveHealthContributorConfiguration<BatchPipeHealthIndicator, BatchPipeClient> {

	BatchPipeHealthContributorAutoConfiguration(BatchPipeProperties properties) {
		super((client) -> new BatchPipeHealthIndicator(client, timeout(properties)));
	}

	private static Duration timeout(BatchPipeProperties properties) {
		return properties.getHealth().getTimeout();
	}

	@Bean
	@ConditionalOnMissingBean(name = { "batchpipeHealthIndicator", "batchpipeHealthContributor" })
	ReactiveHealthContributor batchpipeHealthContributor(ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<BatchPipeWorkspaces> workspaces) {
		Map<String, BatchPipeClient> clients = new LinkedHashMap<>(
				SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, BatchPipeClient.class));
		workspaces.ifAvailable((further) -> clients.keySet().removeIf((name) -> further.isBean(beanFactory, name)));
		return createContributor(clients);
	}

}
