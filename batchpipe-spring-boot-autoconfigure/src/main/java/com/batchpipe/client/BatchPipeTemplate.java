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

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Blocking counterpart of {@link BatchPipeClient}, for Spring MVC, scheduled jobs and
 * virtual threads. Each method waits for the response, but no longer than the client's
 * call timeout, and returns the response if its status is 2xx.
 * <p>
 * Otherwise, the method throws an exception: {@link BatchPipeApiException} for any other
 * status, or the error that {@link BatchPipeClient} signals if it cannot emit a response.
 * If the thread is interrupted, the call is canceled, the method throws a
 * {@link BatchPipeTransportException}, and the interrupt flag stays set. On a thread that
 * must not block, such as an event loop, each method throws
 * {@link IllegalStateException}: use {@link BatchPipeClient} there.
 * <p>
 * A log message about a failed call has the caller's logging context. If you pass an
 * {@link ObservationRegistry}, the caller's observation is propagated to the call. Safe
 * for use by multiple threads.
 *
 * @since 0.1.0
 */
public class BatchPipeTemplate {

	private final BatchPipeClient client;

	private final ObservationRegistry observationRegistry;

	/**
	 * Create a new {@code BatchPipeTemplate}.
	 * @param client the client that makes the calls
	 */
	public BatchPipeTemplate(BatchPipeClient client) {
		this(client, ObservationRegistry.NOOP);
	}

	/**
	 * Create a new {@code BatchPipeTemplate} that makes the caller's observation the
	 * parent of the call's observation.
	 * @param client the client that makes the calls
	 * @param observationRegistry the registry of the caller's observation
	 */
	public BatchPipeTemplate(BatchPipeClient client, ObservationRegistry observationRegistry) {
		Assert.notNull(client, "'client' must not be null");
		Assert.notNull(observationRegistry, "'observationRegistry' must not be null");
		this.client = client;
		this.observationRegistry = observationRegistry;
	}

	/**
	 * Ping the deployment: {@code GET /v1/health}. No API key is sent.
	 * @return the response
	 */
	public BatchPipeResponse health() {
		return await(BatchPipeOperation.HEALTH, this.client.health());
	}

	/**
	 * Send records to a pipe: {@code POST /v1/ingest/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records one object or a collection of objects, or {@link RawJson}, of which
	 * only the first and the last character are checked
	 * @return the response
	 */
	public BatchPipeResponse ingest(String pipeId, Object records) {
		return ingest(pipeId, records, IngestOptions.none());
	}

	/**
	 * Send records to a pipe with call-specific options, such as another key, an origin
	 * or no key at all: {@code POST /v1/ingest/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records one object or a collection of objects, or {@link RawJson}, of which
	 * only the first and the last character are checked, or nothing if it is compressed
	 * @param options the options of this call
	 * @return the response
	 */
	public BatchPipeResponse ingest(String pipeId, Object records, IngestOptions options) {
		return await(BatchPipeOperation.INGEST, this.client.ingest(pipeId, records, options));
	}

	/**
	 * Read the ingest hint of a pipe: {@code GET /v1/ingest/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return the response
	 */
	public BatchPipeResponse getIngestHint(String pipeId) {
		return await(BatchPipeOperation.GET_INGEST_HINT, this.client.getIngestHint(pipeId));
	}

	/**
	 * List the pipes and the usage of the key's workspace: {@code GET /v1/pipes}.
	 * @return the response
	 */
	public BatchPipeResponse listPipes() {
		return await(BatchPipeOperation.LIST_PIPES, this.client.listPipes());
	}

	/**
	 * Create a pipe: {@code POST /v1/pipes}. BatchPipe does not document where the
	 * response contains the {@code pipe_id}; {@link BatchPipeResponse#id(String)} finds
	 * it.
	 * @param body the pipe
	 * @return the response
	 */
	public BatchPipeResponse createPipe(Object body) {
		return await(BatchPipeOperation.CREATE_PIPE, this.client.createPipe(body));
	}

	/**
	 * Fetch one pipe: {@code GET /v1/pipes/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return the response
	 */
	public BatchPipeResponse getPipe(String pipeId) {
		return await(BatchPipeOperation.GET_PIPE, this.client.getPipe(pipeId));
	}

	/**
	 * Update fields of a pipe: {@code PATCH /v1/pipes/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the fields to change
	 * @return the response
	 */
	public BatchPipeResponse updatePipe(String pipeId, Object body) {
		return await(BatchPipeOperation.UPDATE_PIPE, this.client.updatePipe(pipeId, body));
	}

	/**
	 * Delete a pipe and its dependent resources: {@code DELETE /v1/pipes/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return the response
	 */
	public BatchPipeResponse deletePipe(String pipeId) {
		return await(BatchPipeOperation.DELETE_PIPE, this.client.deletePipe(pipeId));
	}

	/**
	 * Replace the limits of a pipe: {@code PUT /v1/pipes/{pipe_id}/limits}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the limits; limits that the body omits are removed
	 * @return the response
	 */
	public BatchPipeResponse setPipeLimits(String pipeId, Object body) {
		return await(BatchPipeOperation.SET_PIPE_LIMITS, this.client.setPipeLimits(pipeId, body));
	}

	/**
	 * Add a destination: {@code POST /v1/pipes/{pipe_id}/destinations}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the destination; see {@link DestinationTypes}
	 * @return the response
	 */
	public BatchPipeResponse createDestination(String pipeId, Object body) {
		return await(BatchPipeOperation.CREATE_DESTINATION, this.client.createDestination(pipeId, body));
	}

	/**
	 * Update the configuration of a destination: {@code PATCH
	 * /v1/pipes/{pipe_id}/destinations/{destination_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param destinationId the destination's identifier, a UUID
	 * @param body the fields to change
	 * @return the response
	 */
	public BatchPipeResponse updateDestination(String pipeId, String destinationId, Object body) {
		return await(BatchPipeOperation.UPDATE_DESTINATION, this.client.updateDestination(pipeId, destinationId, body));
	}

	/**
	 * Remove a destination: {@code DELETE
	 * /v1/pipes/{pipe_id}/destinations/{destination_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param destinationId the destination's identifier, a UUID
	 * @return the response
	 */
	public BatchPipeResponse deleteDestination(String pipeId, String destinationId) {
		return await(BatchPipeOperation.DELETE_DESTINATION, this.client.deleteDestination(pipeId, destinationId));
	}

	/**
	 * Pause or resume delivery to a destination: {@code PATCH
	 * /v1/pipes/{pipe_id}/destinations/{destination_id}/status}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param destinationId the destination's identifier, a UUID
	 * @param body the status; see {@link DestinationStatuses}. BatchPipe does not
	 * document which field contains it
	 * @return the response
	 */
	public BatchPipeResponse setDestinationStatus(String pipeId, String destinationId, Object body) {
		return await(BatchPipeOperation.SET_DESTINATION_STATUS,
				this.client.setDestinationStatus(pipeId, destinationId, body));
	}

	/**
	 * Allow a browser origin to ingest: {@code POST /v1/pipes/{pipe_id}/allowed-origins}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the origin. BatchPipe does not document which field contains it
	 * @return the response
	 */
	public BatchPipeResponse addAllowedOrigin(String pipeId, Object body) {
		return await(BatchPipeOperation.ADD_ALLOWED_ORIGIN, this.client.addAllowedOrigin(pipeId, body));
	}

	/**
	 * Remove an allowed origin: {@code DELETE
	 * /v1/pipes/{pipe_id}/allowed-origins/{origin_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param originId the origin's identifier
	 * @return the response
	 */
	public BatchPipeResponse removeAllowedOrigin(String pipeId, String originId) {
		return await(BatchPipeOperation.REMOVE_ALLOWED_ORIGIN, this.client.removeAllowedOrigin(pipeId, originId));
	}

	/**
	 * List the metadata of the workspace's API keys: {@code GET /v1/api-keys}.
	 * @return the response
	 */
	public BatchPipeResponse listApiKeys() {
		return await(BatchPipeOperation.LIST_API_KEYS, this.client.listApiKeys());
	}

	/**
	 * Create an API key: {@code POST /v1/api-keys}. Only this response contains the
	 * secret of the key; BatchPipe does not document in which field.
	 * @param body the metadata of the key, whose fields BatchPipe does not document
	 * @return the response
	 */
	public BatchPipeResponse createApiKey(Object body) {
		return await(BatchPipeOperation.CREATE_API_KEY, this.client.createApiKey(body));
	}

	/**
	 * Revoke an API key: {@code DELETE /v1/api-keys/{api_key_id}}.
	 * @param apiKeyId the key's identifier, not its secret
	 * @return the response
	 */
	public BatchPipeResponse revokeApiKey(String apiKeyId) {
		return await(BatchPipeOperation.REVOKE_API_KEY, this.client.revokeApiKey(apiKeyId));
	}

	private BatchPipeResponse await(BatchPipeOperation operation, Mono<BatchPipeResponse> call) {
		Assert.state(!Schedulers.isInNonBlockingThread(),
				() -> "BatchPipeTemplate must not block the thread '%s'. Use BatchPipeClient instead"
					.formatted(Thread.currentThread().getName()));
		BatchPipeResponse response;
		try {
			response = call.contextCapture()
				.contextWrite((context) -> CallerContext.capture(context, this.observationRegistry))
				.block();
		}
		catch (RuntimeException ex) {
			throw translate(operation, ex);
		}
		Assert.state(response != null, "The client returned no response");
		return response.orThrow();
	}

	private static RuntimeException translate(BatchPipeOperation operation, RuntimeException ex) {
		@Nullable Throwable cause = Exceptions.unwrap(ex);
		if (cause instanceof InterruptedException) {
			return new BatchPipeTransportException(operation, 1, BatchPipeTransportException.RequestSent.UNKNOWN,
					"the thread was interrupted while waiting for the response", cause);
		}
		return ex;
	}

}
