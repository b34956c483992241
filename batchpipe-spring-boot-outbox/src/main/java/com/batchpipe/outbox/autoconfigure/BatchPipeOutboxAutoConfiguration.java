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

import javax.sql.DataSource;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.ConfigurableTransactionManager;

import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherProperties;
import com.batchpipe.autoconfigure.publisher.ShutdownPhaseTimeout;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.BatchPipeOutboxBuilder;
import com.batchpipe.outbox.OutboxListener;
import com.batchpipe.outbox.OutboxTransactionListener;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BatchPipeOutbox}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipePublisherAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration" })
@ConditionalOnClass({ DataSource.class, JdbcOperations.class })
@ConditionalOnBean({ BatchPipePublisher.class, DataSource.class })
@ConditionalOnBooleanProperty(name = "batchpipe.outbox.enabled", matchIfMissing = true)
@EnableConfigurationProperties(BatchPipeOutboxProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
@ImportRuntimeHints(OutboxRuntimeHints.class)
public final class BatchPipeOutboxAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	BatchPipeOutbox batchPipeOutbox(ObjectProvider<DataSource> dataSource,
			@BatchPipeOutboxDataSource ObjectProvider<DataSource> outboxDataSource, BatchPipePublisher publisher,
			BatchPipeOutboxProperties properties, BatchPipePublisherProperties publisherProperties,
			ObjectProvider<JsonMapper> jsonMapper, ObjectProvider<OutboxListener> listeners,
			ObjectProvider<DataSourcePoolMetadataProvider> pools, Environment environment) {
		DataSource target = outboxDataSource.getIfAvailable(dataSource::getObject);
		BatchPipeOutboxBuilder builder = BatchPipeOutbox.builder(target, publisher)
			.listener(new OutboxListeners(listeners));
		OutboxPropertyMapper mapper = new OutboxPropertyMapper(properties, publisherProperties);
		mapper.applyTo(builder, ShutdownPhaseTimeout.of(environment));
		jsonMapper.ifUnique(builder::recordMapper);
		if (Threading.VIRTUAL.isActive(environment)) {
			builder.threadFactory(new VirtualThreadTaskExecutor("batchpipe-outbox-").getVirtualThreadFactory());
		}
		CompositeDataSourcePoolMetadataProvider pool = new CompositeDataSourcePoolMetadataProvider(
				pools.orderedStream().toList());
		var metadata = pool.getDataSourcePoolMetadata(target);
		builder.maxConnections((metadata != null) ? metadata.getMax() : null);
		return mapper.named(builder::build);
	}

	/**
	 * Register a listener with all transaction managers, including those that the
	 * application defines. The listener writes the records before the commit.
	 */
	@Bean
	static BeanPostProcessor batchPipeOutboxTransactionListenerRegistrar() {
		OutboxTransactionListener listener = new OutboxTransactionListener();
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof ConfigurableTransactionManager manager) {
					manager.addListener(listener);
				}
				return bean;
			}

		};
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnOutboxDatabaseInitializationCondition.class)
	OutboxDataSourceScriptDatabaseInitializer batchPipeOutboxDatabaseInitializer(ObjectProvider<DataSource> dataSource,
			@BatchPipeOutboxDataSource ObjectProvider<DataSource> outboxDataSource,
			BatchPipeOutboxProperties properties) {
		return new OutboxDataSourceScriptDatabaseInitializer(outboxDataSource.getIfAvailable(dataSource::getObject),
				properties);
	}

	static class OnOutboxDatabaseInitializationCondition extends OnDatabaseInitializationCondition {

		OnOutboxDatabaseInitializationCondition() {
			super("BatchPipe outbox", "batchpipe.outbox.initialize-schema");
		}

	}

}
