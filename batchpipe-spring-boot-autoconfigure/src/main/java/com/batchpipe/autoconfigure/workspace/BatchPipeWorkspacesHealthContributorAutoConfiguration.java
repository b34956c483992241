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

package com.batchpipe.autoconfigure.workspace;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.health.BatchPipeHealthIndicator;
import com.batchpipe.health.BatchPipePublisherHealthIndicator;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of additional
 * workspaces. Their health is a separate component, so that the components of the first
 * workspace do not change.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipeWorkspacesAutoConfiguration.class)
@ConditionalOnClass({ Mono.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(BatchPipeWorkspaces.class)
@ConditionalOnEnabledHealthIndicator("batchpipe-workspaces")
public final class BatchPipeWorkspacesHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "batchpipeWorkspacesHealthIndicator", "batchpipeWorkspacesHealthContributor" })
	ReactiveHealthContributor batchpipeWorkspacesHealthContributor(BatchPipeWorkspaces workspaces,
			ConfigurableListableBeanFactory beanFactory, Environment environment) {
		Map<String, ReactiveHealthContributor> contributors = new LinkedHashMap<>();
		for (String workspace : workspaces.names()) {
			contributors.put(workspace, contributor(workspace, beanFactory, environment));
		}
		return CompositeReactiveHealthContributor.fromMap(contributors);
	}

	private static ReactiveHealthContributor contributor(String workspace, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		Duration timeout = BatchPipeWorkspacesProperties.effective(environment, workspace).getHealth().getTimeout();
		Map<String, ReactiveHealthContributor> contributors = new LinkedHashMap<>();
		BatchPipeWorkspaces.beans(beanFactory, BatchPipeClient.class, workspace)
			.forEach((client) -> contributors.put("batchpipe", new BatchPipeHealthIndicator(client, timeout)));
		BatchPipeWorkspaces.beans(beanFactory, BatchPipePublisher.class, workspace)
			.forEach((publisher) -> contributors.put("batchpipePublisher",
					ReactiveHealthContributor.adapt(new BatchPipePublisherHealthIndicator(publisher))));
		return CompositeReactiveHealthContributor.fromMap(contributors);
	}

}
