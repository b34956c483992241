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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the client, the template and the
 * publisher of each additional workspace. The beans are injected only where the qualifier
 * is the name of the workspace, because they are not default candidates.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "batchpipe.enabled", matchIfMissing = true)
@Conditional(OnBatchPipeWorkspacesCondition.class)
@EnableConfigurationProperties(BatchPipeWorkspacesProperties.class)
@Import(BatchPipeWorkspacesRegistrar.class)
public final class BatchPipeWorkspacesAutoConfiguration {

}
