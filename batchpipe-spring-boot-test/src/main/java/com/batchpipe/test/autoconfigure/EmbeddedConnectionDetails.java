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

import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.client.ApiKey;
import com.batchpipe.test.BatchPipeServer;
import com.batchpipe.test.BatchPipeWorkspace;

/**
 * {@link BatchPipeConnectionDetails} for an embedded BatchPipe.
 */
final class EmbeddedConnectionDetails implements BatchPipeConnectionDetails {

	private final BatchPipeServer server;

	private final BatchPipeWorkspace workspace;

	EmbeddedConnectionDetails(BatchPipeServer server) {
		this(server, server.workspace());
	}

	private EmbeddedConnectionDetails(BatchPipeServer server, BatchPipeWorkspace workspace) {
		this.server = server;
		this.workspace = workspace;
	}

	@Override
	public String getBaseUrl() {
		return this.server.url();
	}

	@Override
	public ApiKey getApiKey() {
		return this.workspace.apiKey();
	}

	@Override
	public BatchPipeConnectionDetails getWorkspace(String name) {
		return new EmbeddedConnectionDetails(this.server, this.server.workspace(name));
	}

}
