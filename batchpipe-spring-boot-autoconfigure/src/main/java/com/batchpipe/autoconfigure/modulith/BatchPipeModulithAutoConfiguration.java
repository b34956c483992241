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

package com.batchpipe.autoconfigure.modulith;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.events.EventExternalizationConfiguration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.modulith.EventExternalizer;
import com.batchpipe.modulith.ExternalizedRecords;
import com.batchpipe.modulith.PublisherExternalizedRecords;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that sends events externalized with
 * Spring Modulith to BatchPipe.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipePublisherAutoConfiguration.class,
		afterName = "org.springframework.modulith.events.config.EventExternalizationAutoConfiguration")
@ConditionalOnClass({ EventExternalizationConfiguration.class, TransactionSynchronizationManager.class })
@ConditionalOnBean(BatchPipePublisher.class)
@ConditionalOnBooleanProperty(name = { "batchpipe.modulith.enabled", "spring.modulith.events.externalization.enabled" },
		matchIfMissing = true)
@EnableConfigurationProperties(BatchPipeModulithProperties.class)
public final class BatchPipeModulithAutoConfiguration {

	/**
	 * Create the configuration, because Spring Modulith does not provide it if only its
	 * API is on the classpath.
	 */
	@Bean
	@ConditionalOnMissingBean
	EventExternalizationConfiguration batchPipeEventExternalizationConfiguration(BeanFactory beanFactory) {
		return (AutoConfigurationPackages.has(beanFactory))
				? EventExternalizationConfiguration.defaults(AutoConfigurationPackages.get(beanFactory)).build()
				: EventExternalizationConfiguration.disabled();
	}

	@Bean
	@ConditionalOnMissingBean
	ExternalizedRecords batchPipeExternalizedRecords(BatchPipePublisher publisher) {
		return new PublisherExternalizedRecords(publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	EventExternalizer batchPipeEventExternalizer(EventExternalizationConfiguration configuration,
			BatchPipeModulithProperties properties, ExternalizedRecords records) {
		return new EventExternalizer(configuration, properties.getPipes(), records);
	}

}
