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

package com.batchpipe.client;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeOperation.ApiKeyUse;

/**
 * The {@link BatchPipeClient} that {@link BatchPipeClient#builder()} builds: checks and
 * encodes the arguments of each operation and delegates the call to {@link CallExecutor}.
 */
final class DefaultBatchPipeClient implements BatchPipeClient {

	private final BaseUrl baseUrl;

	private final JsonBodies bodies;

	private final CallExecutor executor;

	private final @Nullable Runnable onClose;

	DefaultBatchPipeClient(BaseUrl baseUrl, JsonBodies bodies, CallExecutor executor, @Nullable Runnable onClose) {
		this.baseUrl = baseUrl;
		this.bodies = bodies;
		this.executor = executor;
		this.onClose = onClose;
	}

	@Override
	public Mono<BatchPipeResponse> health() {
		return call(BatchPipeOperation.HEALTH);
	}

	@Override
	public Mono<BatchPipeResponse> ingest(String pipeId, Object records, IngestOptions options) {
		Assert.notNull(options, "'options' must not be null");
		PathVariables.check("pipeId", pipeId);
		BatchPipeOperation operation = BatchPipeOperation.INGEST;
		return this.executor
			.execute(new CallRequest(operation, this.baseUrl.resolveIngest(pipeId), this.baseUrl.uriTemplate(operation),
					pipeId, encode(records, options), options.isKeyless() ? ApiKeyUse.NEVER : operation.apiKeyUse(),
					options.apiKey(), options.origin(), options.contentEncoding()));
	}

	private RawJson encode(Object records, IngestOptions options) {
		if (options.contentEncoding() == null) {
			return this.bodies.encodeRecords(records);
		}
		Assert.isInstanceOf(RawJson.class, records, "If a content encoding is set, 'records' must be a RawJson, not ");
		return (RawJson) records;
	}

	@Override
	public Mono<BatchPipeResponse> getIngestHint(String pipeId) {
		PathVariables.check("pipeId", pipeId);
		return call(BatchPipeOperation.GET_INGEST_HINT, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> listPipes() {
		return call(BatchPipeOperation.LIST_PIPES);
	}

	@Override
	public Mono<BatchPipeResponse> createPipe(Object body) {
		return callWithBody(BatchPipeOperation.CREATE_PIPE, body);
	}

	@Override
	public Mono<BatchPipeResponse> getPipe(String pipeId) {
		PathVariables.check("pipeId", pipeId);
		return call(BatchPipeOperation.GET_PIPE, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> updatePipe(String pipeId, Object body) {
		PathVariables.check("pipeId", pipeId);
		return callWithBody(BatchPipeOperation.UPDATE_PIPE, body, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> deletePipe(String pipeId) {
		PathVariables.check("pipeId", pipeId);
		return call(BatchPipeOperation.DELETE_PIPE, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> setPipeLimits(String pipeId, Object body) {
		PathVariables.check("pipeId", pipeId);
		return callWithBody(BatchPipeOperation.SET_PIPE_LIMITS, body, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> createDestination(String pipeId, Object body) {
		PathVariables.check("pipeId", pipeId);
		return callWithBody(BatchPipeOperation.CREATE_DESTINATION, body, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> updateDestination(String pipeId, String destinationId, Object body) {
		PathVariables.check("pipeId", pipeId);
		PathVariables.check("destinationId", destinationId);
		return callWithBody(BatchPipeOperation.UPDATE_DESTINATION, body, pipeId, destinationId);
	}

	@Override
	public Mono<BatchPipeResponse> deleteDestination(String pipeId, String destinationId) {
		PathVariables.check("pipeId", pipeId);
		PathVariables.check("destinationId", destinationId);
		return call(BatchPipeOperation.DELETE_DESTINATION, pipeId, destinationId);
	}

	@Override
	public Mono<BatchPipeResponse> setDestinationStatus(String pipeId, String destinationId, Object body) {
		PathVariables.check("pipeId", pipeId);
		PathVariables.check("destinationId", destinationId);
		return callWithBody(BatchPipeOperation.SET_DESTINATION_STATUS, body, pipeId, destinationId);
	}

	@Override
	public Mono<BatchPipeResponse> addAllowedOrigin(String pipeId, Object body) {
		PathVariables.check("pipeId", pipeId);
		return callWithBody(BatchPipeOperation.ADD_ALLOWED_ORIGIN, body, pipeId);
	}

	@Override
	public Mono<BatchPipeResponse> removeAllowedOrigin(String pipeId, String originId) {
		PathVariables.check("pipeId", pipeId);
		PathVariables.check("originId", originId);
		return call(BatchPipeOperation.REMOVE_ALLOWED_ORIGIN, pipeId, originId);
	}

	@Override
	public Mono<BatchPipeResponse> listApiKeys() {
		return call(BatchPipeOperation.LIST_API_KEYS);
	}

	@Override
	public Mono<BatchPipeResponse> createApiKey(Object body) {
		return callWithBody(BatchPipeOperation.CREATE_API_KEY, body);
	}

	@Override
	public Mono<BatchPipeResponse> revokeApiKey(String apiKeyId) {
		PathVariables.check("apiKeyId", apiKeyId);
		return call(BatchPipeOperation.REVOKE_API_KEY, apiKeyId);
	}

	@Override
	public BatchPipeClient withOptions(CallOptions options) {
		Assert.notNull(options, "'options' must not be null");
		return new DefaultBatchPipeClient(this.baseUrl, this.bodies, this.executor.with(options), null);
	}

	@Override
	public void close() {
		if (this.onClose != null) {
			this.onClose.run();
		}
	}

	private Mono<BatchPipeResponse> call(BatchPipeOperation operation, String... pathVariables) {
		return this.executor.execute(request(operation, null, pathVariables));
	}

	private Mono<BatchPipeResponse> callWithBody(BatchPipeOperation operation, Object body, String... pathVariables) {
		RawJson json = this.bodies.encodeBody(operation, body);
		return this.executor.execute(request(operation, json, pathVariables));
	}

	private CallRequest request(BatchPipeOperation operation, @Nullable RawJson body, String[] pathVariables) {
		boolean ofOnePipe = pathVariables.length > 0 && operation != BatchPipeOperation.REVOKE_API_KEY;
		return new CallRequest(operation, this.baseUrl.resolve(operation, pathVariables),
				this.baseUrl.uriTemplate(operation), ofOnePipe ? pathVariables[0] : null, body, operation.apiKeyUse(),
				null, null, null);
	}

	@Override
	public String toString() {
		return "BatchPipeClient[" + this.baseUrl + "]";
	}

}
