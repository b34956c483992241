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

package com.batchpipe.test.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.test.BatchPipeServer;

/**
 * Registers an embedded BatchPipe and its connection details before the context is
 * refreshed, so that the auto-configuration detects them. Two test classes whose servers
 * have the same pipes can share a context, regardless of whether the servers are reset.
 */
record BatchPipeServerContextCustomizer(List<String> pipes) implements ContextCustomizer {

	/**
	 * The attribute that marks bean definitions that exist only in tests.
	 */
	static final String TEST_ONLY = BatchPipeServerContextCustomizer.class.getName();

	static final String SERVER_BEAN = "batchPipeServer";

	static final String CONNECTION_DETAILS_BEAN = "embeddedBatchPipeConnectionDetails";

	static final String API_KEY_PROVIDER_BEAN = "embeddedBatchPipeApiKeyProvider";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		if (beanFactory instanceof BeanDefinitionRegistry registry) {
			registry.registerBeanDefinition(SERVER_BEAN, server());
			registry.registerBeanDefinition(CONNECTION_DETAILS_BEAN, connectionDetails(beanFactory));
			registry.registerBeanDefinition(API_KEY_PROVIDER_BEAN, apiKeyProvider(beanFactory));
			context.addApplicationListener(new CheckpointListener(context));
		}
	}

	private RootBeanDefinition server() {
		RootBeanDefinition definition = new RootBeanDefinition(BatchPipeServer.class,
				() -> BatchPipeServer.builder().pipes(this.pipes.toArray(String[]::new)).start());
		definition.setDestroyMethodName("close");
		definition.setAttribute(TEST_ONLY, true);
		return definition;
	}

	private static RootBeanDefinition connectionDetails(ConfigurableListableBeanFactory beanFactory) {
		return connection(EmbeddedConnectionDetails.class,
				() -> new EmbeddedConnectionDetails(beanFactory.getBean(SERVER_BEAN, BatchPipeServer.class)));
	}

	/**
	 * Define a provider of the server's key, because the application may have an
	 * {@link ApiKeyProvider} with a real key.
	 */
	private static RootBeanDefinition apiKeyProvider(ConfigurableListableBeanFactory beanFactory) {
		return connection(ApiKeyProvider.class,
				() -> ApiKeyProvider.of(beanFactory.getBean(SERVER_BEAN, BatchPipeServer.class).apiKey()));
	}

	private static <T> RootBeanDefinition connection(Class<T> type, Supplier<T> supplier) {
		RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
		definition.setDependsOn(SERVER_BEAN);
		definition.setPrimary(true);
		definition.setAttribute(TEST_ONLY, true);
		return definition;
	}

}
