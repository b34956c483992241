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

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeOperation.ApiKeyUse;
import com.batchpipe.test.RecordScanner.InvalidRecordsException;

/**
 * Implements the 18 operations, following the rules that BatchPipe documents. Where
 * BatchPipe documents nothing, the embedded server makes its own choices: all statuses
 * except 400, the fields {@code accepted}, {@code status}, {@code usage}, {@code pipes},
 * {@code destinations}, {@code allowed_origins}, {@code api_keys}, {@code api_key} and
 * {@code api_key_id}, and the echo of objects with an identifier.
 */
final class OperationHandler {

	private static final String SECRET_PREFIX = "bp_v1_";

	private static final int SECRET_BYTES = 24;

	private static final ScriptedResponse HEALTHY = ScriptedResponse.json(200, Map.of("status", "ok"));

	private static final ScriptedResponse UNAUTHORIZED = ScriptedResponse.json(401,
			ServerJson.error("unauthorized", "The API key is missing, unknown or revoked"));

	private static final ScriptedResponse NO_CONTENT = ScriptedResponse.status(204);

	private final SecureRandom random = new SecureRandom();

	private final ScriptedResponse tooLarge;

	OperationHandler(int maxBodySize) {
		this.tooLarge = ScriptedResponse.json(413, ServerJson.error("payload_too_large", String.format(Locale.ROOT,
				"The embedded BatchPipe accepts bodies of at most %,d bytes after decompression", maxBodySize)));
	}

	/**
	 * Handle a request.
	 * @param request the request
	 * @param workspace the workspace of the caller, or {@code null} if there is none
	 * @return the response
	 */
	ScriptedResponse handle(RecordedRequest request, @Nullable BatchPipeWorkspace workspace) {
		BatchPipeOperation operation = request.operation();
		if (operation == null) {
			return noOperation(request);
		}
		if (operation.apiKeyUse() == ApiKeyUse.NEVER) {
			return HEALTHY;
		}
		if (workspace == null) {
			return UNAUTHORIZED;
		}
		if (request.isTooLarge()) {
			return this.tooLarge;
		}
		WorkspaceState state = workspace.state();
		return switch (operation) {
			case LIST_PIPES -> ScriptedResponse.json(200, listPipes(state));
			case CREATE_PIPE -> withBody(request, (body) -> createPipe(state, body));
			case LIST_API_KEYS -> ScriptedResponse.json(200, listApiKeys(state));
			case CREATE_API_KEY -> withBody(request, (body) -> createApiKey(workspace, body));
			case REVOKE_API_KEY -> revokeApiKey(workspace, request.variable("api_key_id"));
			default -> {
				Pipe pipe = state.pipe(request.variable("pipe_id"));
				yield (pipe != null) ? handle(operation, request, state, pipe) : notFound("pipe");
			}
		};
	}

	private ScriptedResponse handle(BatchPipeOperation operation, RecordedRequest request, WorkspaceState state,
			Pipe pipe) {
		return switch (operation) {
			case INGEST -> ingest(request, pipe);
			case GET_INGEST_HINT -> ScriptedResponse.json(200, Map.of("pipe_id", pipe.id()));
			case GET_PIPE -> ScriptedResponse.json(200, pipe.view());
			case UPDATE_PIPE -> withBody(request, (body) -> updatePipe(pipe, body));
			case DELETE_PIPE -> deleted("pipe", state.removePipe(pipe.id()));
			case SET_PIPE_LIMITS -> withBody(request, (body) -> setLimits(pipe, body));
			case CREATE_DESTINATION ->
				withBody(request, (body) -> putDestination(pipe, UUID.randomUUID().toString(), body, 201));
			case UPDATE_DESTINATION, SET_DESTINATION_STATUS ->
				withBody(request, (body) -> changeDestination(pipe, request.variable("destination_id"), body));
			case DELETE_DESTINATION ->
				deleted("destination", pipe.destinations().remove(request.variable("destination_id")));
			case ADD_ALLOWED_ORIGIN -> withBody(request, (body) -> addAllowedOrigin(pipe, body));
			case REMOVE_ALLOWED_ORIGIN ->
				deleted("allowed origin", pipe.allowedOrigins().remove(request.variable("origin_id")));
			default -> throw new IllegalStateException("Operation " + operation + " has no handler");
		};
	}

	private static ScriptedResponse ingest(RecordedRequest request, Pipe pipe) {
		int records;
		try {
			records = RecordScanner.count(request.body());
		}
		catch (InvalidRecordsException ex) {
			return ScriptedResponse.validationError(Map.of(ex.path(), ex.reason()));
		}
		pipe.journal().append(request.retainedBody(), records);
		byte[] body = ("{\"accepted\":" + records + "}").getBytes(StandardCharsets.US_ASCII);
		return ScriptedResponse.rawJson(202, body);
	}

	private static ObjectNode listPipes(WorkspaceState state) {
		ObjectNode response = ServerJson.MAPPER.createObjectNode();
		ArrayNode pipes = response.putArray("pipes");
		long records = 0;
		for (Pipe pipe : state.pipes()) {
			pipes.add(pipe.view());
			records += pipe.journal().count();
		}
		response.putObject("usage").put("records", records);
		return response;
	}

	private static ScriptedResponse createPipe(WorkspaceState state, ObjectNode body) {
		Map<String, String> errors = BodyRules.checkPipe(body);
		if (!errors.isEmpty()) {
			return ScriptedResponse.validationError(errors);
		}
		Pipe pipe = new Pipe(UUID.randomUUID().toString(), body);
		state.addPipe(pipe);
		return ScriptedResponse.json(201, pipe.view());
	}

	private static ScriptedResponse updatePipe(Pipe pipe, ObjectNode body) {
		synchronized (pipe) {
			ObjectNode fields = merge(pipe.fields(), body);
			Map<String, String> errors = BodyRules.checkPipe(fields);
			if (!errors.isEmpty()) {
				return ScriptedResponse.validationError(errors);
			}
			pipe.setFields(fields);
			return ScriptedResponse.json(200, pipe.view());
		}
	}

	private static ScriptedResponse setLimits(Pipe pipe, ObjectNode body) {
		pipe.setLimits(body);
		ObjectNode response = ServerJson.MAPPER.createObjectNode();
		response.set("pipe_limit", body);
		return ScriptedResponse.json(200, response);
	}

	private static ScriptedResponse putDestination(Pipe pipe, String id, ObjectNode destination, int status) {
		Map<String, String> errors = BodyRules.checkDestination(destination);
		if (!errors.isEmpty()) {
			return ScriptedResponse.validationError(errors);
		}
		pipe.destinations().put(id, destination);
		return ScriptedResponse.json(status, Pipe.destinationView(id, destination));
	}

	private static ScriptedResponse changeDestination(Pipe pipe, String id, ObjectNode body) {
		synchronized (pipe) {
			ObjectNode destination = pipe.destinations().get(id);
			return (destination != null) ? putDestination(pipe, id, merge(destination, body), 200)
					: notFound("destination");
		}
	}

	private static ScriptedResponse addAllowedOrigin(Pipe pipe, ObjectNode body) {
		String id = UUID.randomUUID().toString();
		pipe.allowedOrigins().put(id, body);
		return ScriptedResponse.json(201, Pipe.identified("origin_id", id, body));
	}

	private static ObjectNode listApiKeys(WorkspaceState state) {
		ObjectNode response = ServerJson.MAPPER.createObjectNode();
		ArrayNode keys = response.putArray("api_keys");
		state.keys().forEach((key) -> keys.add(key.view()));
		return response;
	}

	private ScriptedResponse createApiKey(BatchPipeWorkspace workspace, ObjectNode body) {
		byte[] bytes = new byte[SECRET_BYTES];
		this.random.nextBytes(bytes);
		String secret = SECRET_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		WorkspaceState.Key key = new WorkspaceState.Key(UUID.randomUUID().toString(), secret, body);
		workspace.addKey(key);
		return ScriptedResponse.json(201, key.view().put("api_key", secret));
	}

	private static ScriptedResponse revokeApiKey(BatchPipeWorkspace workspace, String id) {
		return deleted("API key", workspace.removeKey(id));
	}

	private static ScriptedResponse withBody(RecordedRequest request,
			Function<ObjectNode, ScriptedResponse> operation) {
		ObjectNode body = ServerJson.readObject(request.body());
		return (body != null) ? operation.apply(body)
				: ScriptedResponse.validationError(Map.of("body", "Request body must be a JSON object"));
	}

	private static ObjectNode merge(ObjectNode fields, ObjectNode changes) {
		ObjectNode merged = fields.deepCopy();
		changes.properties().forEach((change) -> merged.set(change.getKey(), change.getValue()));
		return merged;
	}

	private static ScriptedResponse deleted(String what, @Nullable Object removed) {
		return (removed != null) ? NO_CONTENT : notFound(what);
	}

	private static ScriptedResponse notFound(String what) {
		return ScriptedResponse.json(404, ServerJson.error("not_found", "There is no such " + what));
	}

	private static ScriptedResponse noOperation(RecordedRequest request) {
		BatchPipeOperation nearest = request.route().nearest();
		String hint = (nearest != null)
				? "; the closest is %s %s (%s)".formatted(nearest.method(), nearest.pathTemplate(), nearest.id()) : "";
		return ScriptedResponse.json(404, ServerJson.error("not_found",
				"BatchPipe has no operation %s %s%s".formatted(request.method(), request.uri(), hint)));
	}

}
