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

import java.util.LinkedHashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.autoconfigure.publisher.PublisherMeters;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;

/**
 * Registers the meters of the publishers of all additional workspaces, each with the
 * {@code workspace} tag.
 */
final class WorkspaceMeters implements MeterBinder, WorkspacePipeListeners {

	private final Map<String, PublisherMeters> meters = new LinkedHashMap<>();

	WorkspaceMeters(BatchPipeWorkspaces workspaces, ConfigurableListableBeanFactory beanFactory) {
		for (String workspace : workspaces.names()) {
			this.meters.put(workspace, new PublisherMeters(new ObjectProvider<>() {

				@Override
				public BatchPipePublisher getObject() {
					return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, BatchPipePublisher.class,
							workspace);
				}

			}));
		}
	}

	/**
	 * Bind to a separate registry per workspace, which adds the tag to all meters,
	 * including those registered later, and forwards them.
	 */
	@Override
	public void bindTo(MeterRegistry registry) {
		this.meters.forEach((workspace, binder) -> {
			CompositeMeterRegistry tagging = new CompositeMeterRegistry(registry.config().clock());
			tagging.config().commonTags(WorkspaceObservationConvention.TAG, workspace);
			tagging.add(registry);
			binder.bindTo(tagging);
		});
	}

	@Override
	public PipeListener pipeListener(String workspace) {
		PublisherMeters listener = this.meters.get(workspace);
		return (listener != null) ? listener : (publisher, pipeId) -> {
		};
	}

}
