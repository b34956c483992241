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

package com.batchpipe.autoconfigure.observation;

import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeClientBuilderCustomizer;
import com.batchpipe.client.BatchPipeClientObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@code batchpipe.client.requests} observation of calls to BatchPipe.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = BatchPipeAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class BatchPipeObservationAutoConfiguration {

	@Bean
	@Order(0)
	@ConditionalOnMissingBean(name = "batchPipeObservationCustomizer")
	BatchPipeClientBuilderCustomizer batchPipeObservationCustomizer(ObservationRegistry observationRegistry,
			ObjectProvider<BatchPipeClientObservationConvention> observationConvention) {
		return (builder) -> builder.observationRegistry(observationRegistry)
			.observationConvention(observationConvention.getIfAvailable());
	}

}
