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

package com.batchpipe.outbox.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.modulith.events.EventExternalizationConfiguration;

import com.batchpipe.autoconfigure.modulith.BatchPipeModulithAutoConfiguration;
import com.batchpipe.modulith.ExternalizedRecords;
import com.batchpipe.outbox.BatchPipeOutbox;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that uses the outbox to send events
 * externalized with Spring Modulith.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipeOutboxAutoConfiguration.class, before = BatchPipeModulithAutoConfiguration.class)
@ConditionalOnClass(EventExternalizationConfiguration.class)
@ConditionalOnBean(BatchPipeOutbox.class)
public final class BatchPipeOutboxModulithAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExternalizedRecords batchPipeOutboxExternalizedRecords(BatchPipeOutbox outbox) {
		return outbox::publish;
	}

}
