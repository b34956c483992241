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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import com.batchpipe.autoconfigure.BatchPipeProperties;
import com.batchpipe.autoconfigure.BatchPipeWorkspaces;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherProperties;

/**
 * Configuration properties for the additional workspaces of an application.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("batchpipe")
public class BatchPipeWorkspacesProperties {

	/**
	 * Additional workspaces by name. Each has the same client and publisher properties as
	 * the first workspace, and inherits all values that it does not set, except the API
	 * key and the default pipe.
	 */
	private Map<String, Workspace> workspaces = new LinkedHashMap<>();

	public Map<String, Workspace> getWorkspaces() {
		return this.workspaces;
	}

	public void setWorkspaces(Map<String, Workspace> workspaces) {
		this.workspaces = workspaces;
	}

	/**
	 * Return the effective properties of a workspace: its own properties and, where it
	 * has none, those of the first workspace. The key and the pipe are never inherited.
	 * The base URL is not inherited here either, because the base URL of the first
	 * workspace may come from a source other than properties.
	 */
	static Workspace effective(Environment environment, String name) {
		Workspace workspace = new Workspace();
		Bindable<Workspace> target = Bindable.ofInstance(workspace);
		Binder binder = Binder.get(environment);
		binder.bind("batchpipe", target);
		workspace.setBaseUrl(null);
		workspace.setApiKey(null);
		workspace.getPublisher().setPipeId(null);
		binder.bind(BatchPipeWorkspaces.prefix(name), target);
		return workspace;
	}

	/**
	 * An additional workspace.
	 */
	public static class Workspace extends BatchPipeProperties {

		private final BatchPipePublisherProperties publisher = new BatchPipePublisherProperties();

		public BatchPipePublisherProperties getPublisher() {
			return this.publisher;
		}

	}

}
