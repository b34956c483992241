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

import java.time.Duration;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.lang.CheckReturnValue;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Client for the BatchPipe HTTP API, with one method per operation.
 * <p>
 * Each method returns a cold {@link Mono}: nothing is sent until you subscribe to it, and
 * each subscription is a separate call. The {@code Mono} emits a
 * {@link BatchPipeResponse} for <em>every</em> HTTP status, including 4xx and 5xx; check
 * {@link BatchPipeResponse#ok()} or call {@link BatchPipeResponse#orThrow()}. The
 * {@code Mono} ends with an error signal only if there is no response that it can emit:
 * <ul>
 * <li>{@link BatchPipeTransportException} if the service could not be reached, the
 * connection was lost or the {@link ApiKeyProvider} failed, or its subclass
 * {@link BatchPipeTimeoutException} if the call took too long;</li>
 * <li>{@link BatchPipeDecodingException} if a 2xx response could not be read;</li>
 * <li>{@link IllegalStateException} if the operation requires an API key and there is
 * none.</li>
 * </ul>
 * Arguments are checked and bodies are encoded when the method is called, so an invalid
 * argument causes an immediate {@link IllegalArgumentException}, never an error signal.
 * <p>
 * Path variables must not be blank, must not be {@code .} or {@code ..}, and must not
 * contain control or format characters, line or paragraph separators, or unpaired
 * surrogates. All other characters are allowed and are encoded where necessary. See
 * {@link PathVariables}.
 * <p>
 * As in the API, the fields of bodies are not restricted. A body is a {@code Map}, a Java
 * record or any other object that Jackson can write except a string, a byte array or a
 * {@code Publisher}; a {@link tools.jackson.databind.JsonNode JsonNode}; or encoded JSON
 * in {@link RawJson}. Records to ingest are written with the
 * {@linkplain Builder#recordMapper(JsonMapper) record mapper}, which is the application's
 * {@code JsonMapper} if the client is auto-configured. All other bodies are written with
 * a mapper that is independent of the application's Jackson settings. For records, only
 * the first and last characters of the JSON are checked, which must be those of an object
 * or an array, and nothing is checked if the records are compressed; every other body is
 * read completely and must be JSON.
 * <p>
 * Clients are immutable and safe for use by multiple threads.
 *
 * @since 0.1.0
 * @see BatchPipeTemplate
 */
public interface BatchPipeClient extends AutoCloseable {

	/**
	 * Ping the deployment: {@code GET /v1/health}. No API key is sent.
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> health();

	/**
	 * Send records to a pipe: {@code POST /v1/ingest/{pipe_id}}. The records are one JSON
	 * object or an array of objects, sent as one request.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records one object or a collection of objects, or {@link RawJson}, of which
	 * only the first and the last character are checked
	 * @return the response
	 */
	@CheckReturnValue
	default Mono<BatchPipeResponse> ingest(String pipeId, Object records) {
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
	@CheckReturnValue
	Mono<BatchPipeResponse> ingest(String pipeId, Object records, IngestOptions options);

	/**
	 * Read the ingest hint of a pipe: {@code GET /v1/ingest/{pipe_id}}. This sends no
	 * records. The key is sent if there is one; BatchPipe does not document whether one
	 * is needed.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> getIngestHint(String pipeId);

	/**
	 * List the pipes and the usage of the key's workspace: {@code GET /v1/pipes}.
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> listPipes();

	/**
	 * Create a pipe: {@code POST /v1/pipes}. BatchPipe does not document where the
	 * response contains the {@code pipe_id}; {@link BatchPipeResponse#id(String)} finds
	 * it.
	 * @param body the pipe; its {@code pipe_name} consists of letters, digits, hyphens
	 * and underscores
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> createPipe(Object body);

	/**
	 * Fetch one pipe: {@code GET /v1/pipes/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> getPipe(String pipeId);

	/**
	 * Update fields of a pipe: {@code PATCH /v1/pipes/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the fields to change
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> updatePipe(String pipeId, Object body);

	/**
	 * Delete a pipe and its dependent resources: {@code DELETE /v1/pipes/{pipe_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> deletePipe(String pipeId);

	/**
	 * Replace the ingest and delivery limits of a pipe: {@code PUT
	 * /v1/pipes/{pipe_id}/limits}. Limits that the body omits are removed.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the limits, with the keys {@code pl_ingest_*} and {@code pl_delivery_*}
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> setPipeLimits(String pipeId, Object body);

	/**
	 * Add a destination: {@code POST /v1/pipes/{pipe_id}/destinations}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the destination; see {@link DestinationTypes}
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> createDestination(String pipeId, Object body);

	/**
	 * Update the configuration of a destination: {@code PATCH
	 * /v1/pipes/{pipe_id}/destinations/{destination_id}}. The API's responses replace
	 * secrets with {@code [redacted]}. The client does not send a body that still
	 * contains this marker in place of a secret, because the marker would overwrite the
	 * real secret; provide the real secret instead.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param destinationId the destination's identifier, a UUID
	 * @param body the fields to change
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> updateDestination(String pipeId, String destinationId, Object body);

	/**
	 * Remove a destination: {@code DELETE
	 * /v1/pipes/{pipe_id}/destinations/{destination_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param destinationId the destination's identifier, a UUID
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> deleteDestination(String pipeId, String destinationId);

	/**
	 * Pause or resume delivery to a destination: {@code PATCH
	 * /v1/pipes/{pipe_id}/destinations/{destination_id}/status}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param destinationId the destination's identifier, a UUID
	 * @param body the status; see {@link DestinationStatuses}. BatchPipe does not
	 * document which field contains it
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> setDestinationStatus(String pipeId, String destinationId, Object body);

	/**
	 * Allow a browser origin to ingest: {@code POST /v1/pipes/{pipe_id}/allowed-origins}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param body the origin. BatchPipe does not document which field contains it
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> addAllowedOrigin(String pipeId, Object body);

	/**
	 * Remove an allowed origin: {@code DELETE
	 * /v1/pipes/{pipe_id}/allowed-origins/{origin_id}}.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param originId the origin's identifier
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> removeAllowedOrigin(String pipeId, String originId);

	/**
	 * List the metadata of the workspace's API keys: {@code GET /v1/api-keys}. Secrets
	 * are not returned.
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> listApiKeys();

	/**
	 * Create an API key: {@code POST /v1/api-keys}. Only this response contains the
	 * secret of the key; BatchPipe does not document in which field.
	 * @param body the metadata of the key, whose fields BatchPipe does not document
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> createApiKey(Object body);

	/**
	 * Revoke an API key: {@code DELETE /v1/api-keys/{api_key_id}}.
	 * @param apiKeyId the key's identifier, not its secret
	 * @return the response
	 */
	@CheckReturnValue
	Mono<BatchPipeResponse> revokeApiKey(String apiKeyId);

	/**
	 * Derive a client with other options, such as another key, timeout or retry policy.
	 * The derived client shares everything else with this client, including the
	 * connections, and is cheap to create.
	 * @param options the options that replace those of this client
	 * @return the derived client; closing it does nothing
	 */
	@CheckReturnValue
	BatchPipeClient withOptions(CallOptions options);

	/**
	 * Close the connections that this client owns. This method has no effect if this is a
	 * derived client, if a connector was passed to the builder, or if the client uses the
	 * JDK's HTTP client.
	 */
	@Override
	void close();

	/**
	 * Return a new builder.
	 * @return the builder
	 */
	static Builder builder() {
		return new DefaultBatchPipeClientBuilder();
	}

	/**
	 * Builder for {@link BatchPipeClient}. Not safe for use by multiple threads; the
	 * clients that it builds are.
	 */
	interface Builder {

		/**
		 * Set the base URL of the deployment. This setting is required.
		 * @param baseUrl an absolute {@code http} or {@code https} URL without user info,
		 * query or fragment; a path prefix is kept and must contain neither the segments
		 * {@code .} and {@code ..} nor control characters, even when encoded
		 * @return this builder
		 * @throws IllegalArgumentException if the URL is not of this form
		 */
		Builder baseUrl(String baseUrl);

		/**
		 * Set the workspace API key. By default, no key is sent.
		 * @param apiKey the key, or {@code null} for none
		 * @return this builder
		 */
		Builder apiKey(@Nullable ApiKey apiKey);

		/**
		 * Set the provider of the API key. It is called for each attempt.
		 * @param apiKeyProvider the provider of the key
		 * @return this builder
		 */
		Builder apiKeyProvider(ApiKeyProvider apiKeyProvider);

		/**
		 * Set how long to wait for the complete response to one attempt. The default is
		 * 30 seconds.
		 * @param responseTimeout the timeout, greater than zero
		 * @return this builder
		 */
		Builder responseTimeout(Duration responseTimeout);

		/**
		 * Set how long a call may take in total, including retries and the waits before
		 * them. The default is 60 seconds.
		 * @param callTimeout the timeout, greater than zero
		 * @return this builder
		 */
		Builder callTimeout(Duration callTimeout);

		/**
		 * Set the policy that decides whether a failed attempt is retried. The default is
		 * {@link RetryPolicy#defaults()}.
		 * @param retryPolicy the policy
		 * @return this builder
		 */
		Builder retryPolicy(RetryPolicy retryPolicy);

		/**
		 * Set the maximum size of a response. The default is 4 MiB.
		 * @param bytes the size in bytes after decompression, greater than zero
		 * @return this builder
		 */
		Builder maxResponseSize(int bytes);

		/**
		 * Set the mapper that writes the records to ingest. The default is a mapper with
		 * Jackson's default settings.
		 * @param recordMapper the mapper
		 * @return this builder
		 */
		Builder recordMapper(JsonMapper recordMapper);

		/**
		 * Set the builder of the {@link WebClient} that sends the requests. The client
		 * uses a clone of it, but not its connector: use {@link #clientConnector} to set
		 * that.
		 * @param webClientBuilder the builder
		 * @return this builder
		 */
		Builder webClientBuilder(WebClient.Builder webClientBuilder);

		/**
		 * Set the connector to use. It must not follow redirects, and closing the client
		 * does not close it. The default is a Reactor Netty connector with a dedicated
		 * connection pool or, without Reactor Netty, a connector for the JDK's HTTP
		 * client.
		 * @param connector the connector
		 * @return this builder
		 */
		Builder clientConnector(ClientHttpConnector connector);

		/**
		 * Set the registry for the {@code batchpipe.client.requests} observation of each
		 * call. By default, calls are not observed.
		 * @param observationRegistry the registry
		 * @return this builder
		 */
		Builder observationRegistry(ObservationRegistry observationRegistry);

		/**
		 * Set the observation convention to use instead of
		 * {@link DefaultBatchPipeClientObservationConvention}.
		 * @param observationConvention the convention, or {@code null} for the default
		 * @return this builder
		 */
		Builder observationConvention(@Nullable BatchPipeClientObservationConvention observationConvention);

		/**
		 * Build the client.
		 * @return the client
		 * @throws IllegalStateException if the base URL is missing
		 */
		BatchPipeClient build();

	}

}
