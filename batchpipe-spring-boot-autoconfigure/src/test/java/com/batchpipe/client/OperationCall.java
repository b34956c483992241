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

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Calls an operation with the same arguments on the client and on the template.
 */
final class OperationCall {

	static final String PIPE = "6f1c2a34-0b5d-4e7f-8a9b-0c1d2e3f4a5b";

	static final String OTHER = "d3b07384-d9a0-4c9b-8f6e-2f1b3c4d5e6f";

	static final Map<String, Object> BODY = Map.of("pipe_name", "orders");

	private final BatchPipeOperation operation;

	private final String id;

	private final String otherId;

	private final Object body;

	private OperationCall(BatchPipeOperation operation, String id, String otherId, Object body) {
		this.operation = operation;
		this.id = id;
		this.otherId = otherId;
		this.body = body;
	}

	static OperationCall of(BatchPipeOperation operation) {
		return new OperationCall(operation, PIPE, OTHER, BODY);
	}

	OperationCall withIds(String id, String otherId) {
		return new OperationCall(this.operation, id, otherId, this.body);
	}

	OperationCall withBody(Object body) {
		return new OperationCall(this.operation, this.id, this.otherId, body);
	}

	/**
	 * Return the path according to the contract, with encoded identifiers.
	 */
	static String path(BatchPipeOperation operation, String id, String otherId) {
		return switch (operation) {
			case HEALTH -> "/v1/health";
			case INGEST, GET_INGEST_HINT -> "/v1/ingest/" + id;
			case LIST_PIPES, CREATE_PIPE -> "/v1/pipes";
			case GET_PIPE, UPDATE_PIPE, DELETE_PIPE -> "/v1/pipes/" + id;
			case SET_PIPE_LIMITS -> "/v1/pipes/" + id + "/limits";
			case CREATE_DESTINATION -> "/v1/pipes/" + id + "/destinations";
			case UPDATE_DESTINATION, DELETE_DESTINATION -> "/v1/pipes/" + id + "/destinations/" + otherId;
			case SET_DESTINATION_STATUS -> "/v1/pipes/" + id + "/destinations/" + otherId + "/status";
			case ADD_ALLOWED_ORIGIN -> "/v1/pipes/" + id + "/allowed-origins";
			case REMOVE_ALLOWED_ORIGIN -> "/v1/pipes/" + id + "/allowed-origins/" + otherId;
			case LIST_API_KEYS, CREATE_API_KEY -> "/v1/api-keys";
			case REVOKE_API_KEY -> "/v1/api-keys/" + id;
		};
	}

	static String method(BatchPipeOperation operation) {
		return switch (operation) {
			case HEALTH, GET_INGEST_HINT, LIST_PIPES, GET_PIPE, LIST_API_KEYS -> "GET";
			case INGEST, CREATE_PIPE, CREATE_DESTINATION, ADD_ALLOWED_ORIGIN, CREATE_API_KEY -> "POST";
			case UPDATE_PIPE, UPDATE_DESTINATION, SET_DESTINATION_STATUS -> "PATCH";
			case SET_PIPE_LIMITS -> "PUT";
			case DELETE_PIPE, DELETE_DESTINATION, REMOVE_ALLOWED_ORIGIN, REVOKE_API_KEY -> "DELETE";
		};
	}

	@Nullable static String body(BatchPipeOperation operation) {
		return switch (method(operation)) {
			case "POST", "PUT", "PATCH" -> "{\"pipe_name\":\"orders\"}";
			default -> null;
		};
	}

	Mono<BatchPipeResponse> on(BatchPipeClient client) {
		return switch (this.operation) {
			case HEALTH -> client.health();
			case INGEST -> client.ingest(this.id, this.body);
			case GET_INGEST_HINT -> client.getIngestHint(this.id);
			case LIST_PIPES -> client.listPipes();
			case CREATE_PIPE -> client.createPipe(this.body);
			case GET_PIPE -> client.getPipe(this.id);
			case UPDATE_PIPE -> client.updatePipe(this.id, this.body);
			case DELETE_PIPE -> client.deletePipe(this.id);
			case SET_PIPE_LIMITS -> client.setPipeLimits(this.id, this.body);
			case CREATE_DESTINATION -> client.createDestination(this.id, this.body);
			case UPDATE_DESTINATION -> client.updateDestination(this.id, this.otherId, this.body);
			case DELETE_DESTINATION -> client.deleteDestination(this.id, this.otherId);
			case SET_DESTINATION_STATUS -> client.setDestinationStatus(this.id, this.otherId, this.body);
			case ADD_ALLOWED_ORIGIN -> client.addAllowedOrigin(this.id, this.body);
			case REMOVE_ALLOWED_ORIGIN -> client.removeAllowedOrigin(this.id, this.otherId);
			case LIST_API_KEYS -> client.listApiKeys();
			case CREATE_API_KEY -> client.createApiKey(this.body);
			case REVOKE_API_KEY -> client.revokeApiKey(this.id);
		};
	}

	BatchPipeResponse on(BatchPipeTemplate template) {
		return switch (this.operation) {
			case HEALTH -> template.health();
			case INGEST -> template.ingest(this.id, this.body);
			case GET_INGEST_HINT -> template.getIngestHint(this.id);
			case LIST_PIPES -> template.listPipes();
			case CREATE_PIPE -> template.createPipe(this.body);
			case GET_PIPE -> template.getPipe(this.id);
			case UPDATE_PIPE -> template.updatePipe(this.id, this.body);
			case DELETE_PIPE -> template.deletePipe(this.id);
			case SET_PIPE_LIMITS -> template.setPipeLimits(this.id, this.body);
			case CREATE_DESTINATION -> template.createDestination(this.id, this.body);
			case UPDATE_DESTINATION -> template.updateDestination(this.id, this.otherId, this.body);
			case DELETE_DESTINATION -> template.deleteDestination(this.id, this.otherId);
			case SET_DESTINATION_STATUS -> template.setDestinationStatus(this.id, this.otherId, this.body);
			case ADD_ALLOWED_ORIGIN -> template.addAllowedOrigin(this.id, this.body);
			case REMOVE_ALLOWED_ORIGIN -> template.removeAllowedOrigin(this.id, this.otherId);
			case LIST_API_KEYS -> template.listApiKeys();
			case CREATE_API_KEY -> template.createApiKey(this.body);
			case REVOKE_API_KEY -> template.revokeApiKey(this.id);
		};
	}

}
