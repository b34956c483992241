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

package com.batchpipe.publisher;

import java.util.function.Supplier;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.client.CallOptions;
import com.batchpipe.client.IngestOptions;
import com.batchpipe.client.RawJson;

/**
 * A {@link BatchPipeClient} that only ingests, in memory, with responses defined by a
 * test.
 */
class ScriptedClient implements BatchPipeClient {

	private volatile Ingest script;

	ScriptedClient(Ingest script) {
		this.script = script;
	}

	void script(Ingest script) {
		this.script = script;
	}

	static Mono<BatchPipeResponse> response(int status) {
		return Mono.fromSupplier(() -> BatchPipeResponse.of(BatchPipeOperation.INGEST, status, null));
	}

	static Mono<BatchPipeResponse> response(int status, String retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
		return Mono.fromSupplier(() -> BatchPipeResponse.of(BatchPipeOperation.INGEST, status, null, headers));
	}

	@Override
	public Mono<BatchPipeResponse> ingest(String pipeId, Object records, IngestOptions options) {
		return this.script.ingest(pipeId, ((RawJson) records).bytes(), options);
	}

	@Override
	public BatchPipeClient withOptions(CallOptions options) {
		return this;
	}

	@Override
	public void close() {
	}

	@Override
	public Mono<BatchPipeResponse> health() {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> getIngestHint(String pipeId) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> listPipes() {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> createPipe(Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> getPipe(String pipeId) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> updatePipe(String pipeId, Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> deletePipe(String pipeId) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> setPipeLimits(String pipeId, Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> createDestination(String pipeId, Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> updateDestination(String pipeId, String destinationId, Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> deleteDestination(String pipeId, String destinationId) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> setDestinationStatus(String pipeId, String destinationId, Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> addAllowedOrigin(String pipeId, Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> removeAllowedOrigin(String pipeId, String originId) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> listApiKeys() {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> createApiKey(Object body) {
		return unused();
	}

	@Override
	public Mono<BatchPipeResponse> revokeApiKey(String apiKeyId) {
		return unused();
	}

	private static Mono<BatchPipeResponse> unused() {
		return Mono.error((Supplier<Throwable>) UnsupportedOperationException::new);
	}

	/**
	 * Responds to a request.
	 */
	@FunctionalInterface
	interface Ingest {

		Mono<BatchPipeResponse> ingest(String pipeId, byte[] body, IngestOptions options);

	}

}
