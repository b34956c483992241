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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

import com.batchpipe.autoconfigure.BatchPipeClientBuilderCustomizer;
import com.batchpipe.autoconfigure.BatchPipeClientFactory;
import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.autoconfigure.BatchPipeConnectors;
import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherFactory;
import com.batchpipe.autoconfigure.workspace.BatchPipeWorkspacesProperties.Workspace;
import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;
import com.batchpipe.publisher.UndeliveredRecordHandler;

/**
 * The factory methods of the beans that {@link BatchPipeWorkspacesRegistrar} registers.
 * An {@link UndeliveredRecordHandler} bean whose qualifier is the name of a workspace
 * replaces the shared handler in that workspace. A
 * {@link BatchPipeClientBuilderCustomizer} bean with such a qualifier is applied in that
 * workspace after the shared customizers. If such a bean is not a default candidate, it
 * applies to that workspace only.
 */
class WorkspaceBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final SharedBeans shared;

	private final Map<String, Workspace> properties = new ConcurrentHashMap<>();

	WorkspaceBeans(ConfigurableListableBeanFactory beanFactory, Environment environment, SharedBeans shared) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.shared = shared;
	}

	BatchPipeConnectionDetails connectionDetails(String workspace) {
		return factory(workspace).connectionDetails(this.shared.sslBundles(), this.shared.connectionDetails());
	}

	BatchPipeConnectors connectors(String workspace) {
		return factory(workspace).connectors(connection(workspace), this.shared.connectorBuilder(),
				this.shared.httpClientSettings());
	}

	BatchPipeClient.Builder clientBuilder(String workspace) {
		BatchPipeConnectionDetails connection = connection(workspace);
		BatchPipeClient.Builder builder = factory(workspace).builder(connection, this.shared.webClientBuilder())
			.clientConnector(own(BatchPipeConnectors.class, workspace).get(pool(workspace)));
		this.shared.customize(builder);
		builder
			.observationConvention(new WorkspaceObservationConvention(this.shared.observationConvention(), workspace));
		connect(builder, connection, workspace);
		beans(BatchPipeClientBuilderCustomizer.class, workspace).forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	/**
	 * Connect the builder to the workspace after the shared customizers, which must not
	 * give the workspace the base URL or the key of another workspace.
	 */
	private void connect(BatchPipeClient.Builder builder, BatchPipeConnectionDetails connection, String workspace) {
		factory(workspace).connect(builder, connection);
		List<ApiKeyProvider> providers = beans(ApiKeyProvider.class, workspace);
		if (replaced(workspace) == null && providers.size() == 1) {
			builder.apiKeyProvider(providers.get(0));
		}
	}

	BatchPipeClient client(String workspace) {
		return own(BatchPipeClient.Builder.class, workspace).build();
	}

	BatchPipeTemplate template(String workspace) {
		return new BatchPipeTemplate(own(BatchPipeClient.class, workspace), this.shared.observationRegistry());
	}

	BatchPipePublisher publisher(String workspace) {
		List<UndeliveredRecordHandler> handlers = beans(UndeliveredRecordHandler.class, workspace);
		return new BatchPipePublisherFactory(BatchPipeWorkspaces.prefix(workspace) + ".publisher",
				properties(workspace).getPublisher())
			.create(publisherClient(workspace), pipeListeners(workspace),
					handlers.isEmpty() ? this.shared.undeliveredRecordHandler() : handlers.get(0),
					this.shared.jsonMapper(), this.environment);
	}

	/**
	 * Return the publisher's client. A client that the application defines is used
	 * unchanged.
	 */
	private BatchPipeClient publisherClient(String workspace) {
		String name = BatchPipeWorkspaces.beanName(workspace, BatchPipeClient.class);
		BatchPipeClient client = own(BatchPipeClient.class, workspace);
		if (!this.beanFactory.containsBeanDefinition(name) || !BatchPipeWorkspacesRegistrar.FACTORY
			.equals(this.beanFactory.getBeanDefinition(name).getFactoryBeanName())) {
			return client;
		}
		return own(BatchPipeClient.Builder.class, workspace)
			.clientConnector(own(BatchPipeConnectors.class, workspace).get(pool(workspace) + "-publisher"))
			.build();
	}

	private List<PipeListener> pipeListeners(String workspace) {
		List<PipeListener> listeners = new ArrayList<>(beans(PipeListener.class, workspace));
		WorkspacePipeListeners meters = this.shared.pipeListeners();
		if (meters != null) {
			listeners.add(meters.pipeListener(workspace));
		}
		return listeners;
	}

	private static String pool(String workspace) {
		return "batchpipe-" + workspace;
	}

	private BatchPipeConnectionDetails connection(String workspace) {
		BatchPipeConnectionDetails replaced = replaced(workspace);
		return (replaced != null) ? replaced : own(BatchPipeConnectionDetails.class, workspace);
	}

	/**
	 * Return the details that replace those of the workspace, for example because an
	 * embedded BatchPipe stands in for all workspaces.
	 */
	private @Nullable BatchPipeConnectionDetails replaced(String workspace) {
		BatchPipeConnectionDetails first = this.shared.connectionDetails();
		return (first != null) ? first.getWorkspace(workspace) : null;
	}

	private <T> T own(Class<T> type, String workspace) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, type, workspace);
	}

	private <T> List<T> beans(Class<T> type, String workspace) {
		return BatchPipeWorkspaces.beans(this.beanFactory, type, workspace);
	}

	private BatchPipeClientFactory factory(String workspace) {
		return new BatchPipeClientFactory(BatchPipeWorkspaces.prefix(workspace), properties(workspace));
	}

	private Workspace properties(String workspace) {
		return this.properties.computeIfAbsent(workspace,
				(name) -> BatchPipeWorkspacesProperties.effective(this.environment, name));
	}

}
