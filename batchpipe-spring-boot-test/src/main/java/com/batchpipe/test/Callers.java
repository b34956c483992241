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

package com.batchpipe.test;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeOperation.ApiKeyUse;

/**
 * Finds the workspace that a request may use, based on its API key or, if the request has
 * no key and the operation does not require one, on its pipe.
 */
final class Callers {

	private static final String BEARER = "Bearer ";

	private final Map<String, BatchPipeWorkspace> workspaces = new ConcurrentHashMap<>();

	void add(String secret, BatchPipeWorkspace workspace) {
		this.workspaces.put(secret, workspace);
	}

	void remove(String secret) {
		this.workspaces.remove(secret);
	}

	/**
	 * Replace the keys of a workspace with its current keys.
	 */
	void replace(BatchPipeWorkspace workspace) {
		Collection<BatchPipeWorkspace> values = this.workspaces.values();
		values.removeIf((value) -> value == workspace);
		workspace.state().keys().forEach((key) -> add(key.secret(), workspace));
	}

	/**
	 * Return whether the pipe exists and accepts records from the origin.
	 */
	boolean isAllowed(String pipeId, String origin) {
		return this.workspaces.values()
			.stream()
			.map((workspace) -> workspace.state().pipe(pipeId))
			.anyMatch((pipe) -> pipe != null && pipe.allows(origin));
	}

	@Nullable BatchPipeWorkspace find(RecordedRequest request) {
		String authorization = request.header(HttpHeaders.AUTHORIZATION);
		if (StringUtils.startsWithIgnoreCase(authorization, BEARER)) {
			return this.workspaces.get(authorization.substring(BEARER.length()).strip());
		}
		BatchPipeOperation operation = request.operation();
		if (operation != null && operation.apiKeyUse() == ApiKeyUse.OPTIONAL && authorization.isEmpty()) {
			return findByPipe(operation, request);
		}
		return null;
	}

	private @Nullable BatchPipeWorkspace findByPipe(BatchPipeOperation operation, RecordedRequest request) {
		String origin = request.header(HttpHeaders.ORIGIN);
		for (BatchPipeWorkspace workspace : this.workspaces.values()) {
			Pipe pipe = workspace.state().pipe(request.variable("pipe_id"));
			if (pipe != null && (operation != BatchPipeOperation.INGEST || pipe.allows(origin))) {
				return workspace;
			}
		}
		return null;
	}

}
