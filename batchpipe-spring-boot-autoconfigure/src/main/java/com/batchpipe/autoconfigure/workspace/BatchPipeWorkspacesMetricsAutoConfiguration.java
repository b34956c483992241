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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.client.BatchPipeClientObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of additional
 * workspaces.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipeWorkspacesAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, BatchPipeWorkspaces.class })
public final class BatchPipeWorkspacesMetricsAutoConfiguration {

	@Bean
	WorkspaceMeters batchPipeWorkspaceMeters(BatchPipeWorkspaces workspaces,
			ConfigurableListableBeanFactory beanFactory) {
		return new WorkspaceMeters(workspaces, beanFactory);
	}

	@Bean
	static MeterFilter batchPipeFirstWorkspaceMeterFilter(
			ObjectProvider<BatchPipeClientObservationConvention> observationConvention) {
		return new FirstWorkspaceMeterFilter(observationConvention);
	}

}
