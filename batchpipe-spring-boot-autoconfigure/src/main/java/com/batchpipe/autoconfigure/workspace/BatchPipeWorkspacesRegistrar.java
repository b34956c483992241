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

import java.util.Arrays;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.autoconfigure.BatchPipeConnectors;
import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesProperties.Workspace;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * Registers the beans of each additional workspace. A bean that the application defines
 * with the same type and qualifier replaces the registered one.
 */
class BatchPipeWorkspacesRegistrar implements ImportBeanDefinitionRegistrar {

	/**
	 * The name of the bean that creates the others.
	 */
	static final String FACTORY = "batchPipeWorkspaceBeans";

	private static final String SHARED = "batchPipeSharedBeans";

	private static final String WORKSPACES = "batchPipeWorkspaces";

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	BatchPipeWorkspacesRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = (ListableBeanFactory) beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		BatchPipeWorkspaces all = BatchPipeWorkspaces.find(this.environment);
		String[] names = all.names().stream().filter((name) -> effective(name).isEnabled()).toArray(String[]::new);
		registry.registerBeanDefinition(WORKSPACES,
				BeanDefinitionBuilder.rootBeanDefinition(BatchPipeWorkspaces.class)
					.addConstructorArgValue(Arrays.asList(names))
					.getBeanDefinition());
		registry.registerBeanDefinition(SHARED,
				BeanDefinitionBuilder.rootBeanDefinition(SharedBeans.class).getBeanDefinition());
		registry.registerBeanDefinition(FACTORY,
				BeanDefinitionBuilder.rootBeanDefinition(WorkspaceBeans.class).getBeanDefinition());
		for (String name : names) {
			register(registry, name, BatchPipeConnectionDetails.class, "connectionDetails");
			register(registry, name, BatchPipeConnectors.class, "connectors");
			register(registry, name, BatchPipeClient.Builder.class, "clientBuilder");
			register(registry, name, BatchPipeClient.class, "client");
			register(registry, name, BatchPipeTemplate.class, "template");
			if (effective(name).getPublisher().isEnabled()) {
				register(registry, name, BatchPipePublisher.class, "publisher");
			}
		}
	}

	private Workspace effective(String name) {
		return BatchPipeWorkspacesProperties.effective(this.environment, name);
	}

	private void register(BeanDefinitionRegistry registry, String workspace, Class<?> type, String factoryMethod) {
		String beanName = BatchPipeWorkspaces.beanName(workspace, type);
		if (registry.containsBeanDefinition(beanName) || isThere(type, workspace)) {
			return;
		}
		RootBeanDefinition definition = new RootBeanDefinition(WorkspaceBeans.class);
		definition.setTargetType(type);
		definition.setFactoryBeanName(FACTORY);
		definition.setFactoryMethodName(factoryMethod);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, workspace);
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, workspace));
		definition.setDefaultCandidate(false);
		definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
		if (type == BatchPipeClient.Builder.class) {
			definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
		}
		registry.registerBeanDefinition(beanName, definition);
	}

	private boolean isThere(Class<?> type, String workspace) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(type, true, false))
			.anyMatch((name) -> BeanFactoryAnnotationUtils.isQualifierMatch(workspace::equals, name, this.beanFactory));
	}

}
