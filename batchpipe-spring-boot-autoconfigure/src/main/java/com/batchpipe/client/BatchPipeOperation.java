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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.http.HttpMethod;

/**
 * The operations of the BatchPipe HTTP API. Everything that depends on an operation is
 * derived from these constants: the request, the retry rule, the metric tag and the
 * routes of the embedded server in {@code batchpipe-spring-boot-test}.
 *
 * @since 0.1.0
 */
public enum BatchPipeOperation {

	/**
	 * {@code GET /v1/health}: pings the deployment. No API key is sent.
	 */
	HEALTH(HttpMethod.GET, "/v1/health", ApiKeyUse.NEVER),

	/**
	 * {@code POST /v1/ingest/{pipe_id}}: sends records to a pipe.
	 */
	INGEST(HttpMethod.POST, "/v1/ingest/{pipe_id}", ApiKeyUse.OPTIONAL),

	/**
	 * {@code GET /v1/ingest/{pipe_id}}: reads the ingest hint of a pipe. BatchPipe does
	 * not document whether a key is needed.
	 */
	GET_INGEST_HINT(HttpMethod.GET, "/v1/ingest/{pipe_id}", ApiKeyUse.OPTIONAL),

	/**
	 * {@code GET /v1/pipes}: lists the pipes and the usage of the workspace.
	 */
	LIST_PIPES(HttpMethod.GET, "/v1/pipes", ApiKeyUse.REQUIRED),

	/**
	 * {@code POST /v1/pipes}: creates a pipe.
	 */
	CREATE_PIPE(HttpMethod.POST, "/v1/pipes", ApiKeyUse.REQUIRED),

	/**
	 * {@code GET /v1/pipes/{pipe_id}}: fetches one pipe.
	 */
	GET_PIPE(HttpMethod.GET, "/v1/pipes/{pipe_id}", ApiKeyUse.REQUIRED),

	/**
	 * {@code PATCH /v1/pipes/{pipe_id}}: updates fields of a pipe.
	 */
	UPDATE_PIPE(HttpMethod.PATCH, "/v1/pipes/{pipe_id}", ApiKeyUse.REQUIRED),

	/**
	 * {@code DELETE /v1/pipes/{pipe_id}}: deletes a pipe and its dependent resources.
	 */
	DELETE_PIPE(HttpMethod.DELETE, "/v1/pipes/{pipe_id}", ApiKeyUse.REQUIRED),

	/**
	 * {@code PUT /v1/pipes/{pipe_id}/limits}: replaces the limits of a pipe.
	 */
	SET_PIPE_LIMITS(HttpMethod.PUT, "/v1/pipes/{pipe_id}/limits", ApiKeyUse.REQUIRED),

	/**
	 * {@code POST /v1/pipes/{pipe_id}/destinations}: adds a destination.
	 */
	CREATE_DESTINATION(HttpMethod.POST, "/v1/pipes/{pipe_id}/destinations", ApiKeyUse.REQUIRED),

	/**
	 * {@code PATCH /v1/pipes/{pipe_id}/destinations/{destination_id}}: updates the
	 * configuration of a destination.
	 */
	UPDATE_DESTINATION(HttpMethod.PATCH, "/v1/pipes/{pipe_id}/destinations/{destination_id}", ApiKeyUse.REQUIRED),

	/**
	 * {@code DELETE /v1/pipes/{pipe_id}/destinations/{destination_id}}: removes a
	 * destination.
	 */
	DELETE_DESTINATION(HttpMethod.DELETE, "/v1/pipes/{pipe_id}/destinations/{destination_id}", ApiKeyUse.REQUIRED),

	/**
	 * {@code PATCH /v1/pipes/{pipe_id}/destinations/{destination_id}/status}: pauses or
	 * resumes delivery to a destination.
	 */
	SET_DESTINATION_STATUS(HttpMethod.PATCH, "/v1/pipes/{pipe_id}/destinations/{destination_id}/status",
			ApiKeyUse.REQUIRED),

	/**
	 * {@code POST /v1/pipes/{pipe_id}/allowed-origins}: allows a browser origin to
	 * ingest.
	 */
	ADD_ALLOWED_ORIGIN(HttpMethod.POST, "/v1/pipes/{pipe_id}/allowed-origins", ApiKeyUse.REQUIRED),

	/**
	 * {@code DELETE /v1/pipes/{pipe_id}/allowed-origins/{origin_id}}: removes an allowed
	 * origin.
	 */
	REMOVE_ALLOWED_ORIGIN(HttpMethod.DELETE, "/v1/pipes/{pipe_id}/allowed-origins/{origin_id}", ApiKeyUse.REQUIRED),

	/**
	 * {@code GET /v1/api-keys}: lists the metadata of the workspace's API keys.
	 */
	LIST_API_KEYS(HttpMethod.GET, "/v1/api-keys", ApiKeyUse.REQUIRED),

	/**
	 * {@code POST /v1/api-keys}: creates an API key.
	 */
	CREATE_API_KEY(HttpMethod.POST, "/v1/api-keys", ApiKeyUse.REQUIRED),

	/**
	 * {@code DELETE /v1/api-keys/{api_key_id}}: revokes an API key.
	 */
	REVOKE_API_KEY(HttpMethod.DELETE, "/v1/api-keys/{api_key_id}", ApiKeyUse.REQUIRED);

	private final String id;

	private final HttpMethod method;

	private final String pathTemplate;

	private final ApiKeyUse apiKeyUse;

	private final List<String> pathVariables;

	BatchPipeOperation(HttpMethod method, String pathTemplate, ApiKeyUse apiKeyUse) {
		this.id = name().toLowerCase(Locale.ROOT);
		this.method = method;
		this.pathTemplate = pathTemplate;
		this.apiKeyUse = apiKeyUse;
		this.pathVariables = pathVariables(pathTemplate);
	}

	private static List<String> pathVariables(String pathTemplate) {
		List<String> names = new ArrayList<>();
		Matcher matcher = Pattern.compile("\\{(\\w+)}").matcher(pathTemplate);
		while (matcher.find()) {
			names.add(matcher.group(1));
		}
		return List.copyOf(names);
	}

	/**
	 * Return the identifier of the operation, for example {@code set_destination_status}.
	 * It is the value of the {@code operation} metric tag.
	 * @return the identifier, in lower case with underscores
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Return the HTTP method of the operation.
	 * @return the HTTP method
	 */
	public HttpMethod method() {
		return this.method;
	}

	/**
	 * Return the path of the operation relative to the base URL, with variables in
	 * braces.
	 * @return the path template, for example <code>/v1/pipes/{pipe_id}</code>
	 */
	public String pathTemplate() {
		return this.pathTemplate;
	}

	/**
	 * Return the names of the path variables, in the order in which they appear.
	 * @return the names, for example {@code pipe_id}
	 */
	public List<String> pathVariables() {
		return this.pathVariables;
	}

	/**
	 * Return whether the operation sends a JSON body.
	 * @return {@code true} for {@code POST}, {@code PUT} and {@code PATCH}
	 */
	public boolean hasBody() {
		return this.method == HttpMethod.POST || this.method == HttpMethod.PUT || this.method == HttpMethod.PATCH;
	}

	/**
	 * Return whether, according to HTTP, sending a request with the operation's HTTP
	 * method twice has the same effect as sending it once. BatchPipe does not document
	 * its own behavior.
	 * @return {@code true} for {@code GET}, {@code PUT} and {@code DELETE}
	 */
	public boolean isIdempotent() {
		return this.method == HttpMethod.GET || this.method == HttpMethod.PUT || this.method == HttpMethod.DELETE;
	}

	/**
	 * Return how the operation uses the API key.
	 * @return the use of the API key
	 */
	public ApiKeyUse apiKeyUse() {
		return this.apiKeyUse;
	}

	@Override
	public String toString() {
		return this.id;
	}

	/**
	 * How an operation uses the API key.
	 */
	public enum ApiKeyUse {

		/**
		 * The key is never sent.
		 */
		NEVER,

		/**
		 * The key is sent if there is one.
		 */
		OPTIONAL,

		/**
		 * The operation cannot be called without a key.
		 */
		REQUIRED

	}

}
