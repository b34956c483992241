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

package com.batchpipe.autoconfigure;

import com.batchpipe.client.BatchPipeClient;

/**
 * Callback interface for beans that customize the {@link BatchPipeClient.Builder} before
 * the client is built. Customizers are applied in order, after the settings of the
 * auto-configuration, except the observation registry and convention, which a customizer
 * of the auto-configuration sets with order 0. However, no customizer can change the
 * connector of the auto-configured publisher, and only a customizer that is qualified
 * with the name of an additional workspace can change the base URL, key or observation
 * convention of that workspace.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BatchPipeClientBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the builder
	 */
	void customize(BatchPipeClient.Builder builder);

}
