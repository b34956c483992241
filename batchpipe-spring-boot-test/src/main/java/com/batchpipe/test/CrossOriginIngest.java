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

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import com.batchpipe.client.BatchPipeOperation;

/**
 * Lets pages in a browser send records if their origin is allowed for the pipe: the
 * browser sends a preflight request first and passes a response to the page only if the
 * response permits it.
 */
final class CrossOriginIngest {

	private static final String PATH = BatchPipeOperation.INGEST.pathTemplate().replace("{pipe_id}", "");

	private final Callers callers;

	private final OperationRouter router = new OperationRouter();

	CrossOriginIngest(Callers callers) {
		this.callers = callers;
	}

	/**
	 * Return the response to a preflight request, or {@code null} if the request is not a
	 * preflight request or the origin is not allowed.
	 */
	@Nullable ScriptedResponse preflight(RecordedRequest request) {
		if (request.method() != HttpMethod.OPTIONS
				|| request.header(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD).isEmpty()) {
			return null;
		}
		Route route = this.router.route(HttpMethod.POST, request.uri());
		String origin = request.header(HttpHeaders.ORIGIN);
		if (!isAllowed(route.operation(), route.variables(), origin)) {
			return null;
		}
		ScriptedResponse response = allow(ScriptedResponse.status(204), origin)
			.withHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
		String headers = request.header(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
		return headers.isEmpty() ? response : response.withHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
	}

	/**
	 * Return the response with the headers that a browser requires to pass it to the
	 * page.
	 */
	ScriptedResponse mark(RecordedRequest request, ScriptedResponse response) {
		String origin = request.header(HttpHeaders.ORIGIN);
		return isAllowed(request.operation(), request.pathVariables(), origin) ? allow(response, origin) : response;
	}

	private boolean isAllowed(@Nullable BatchPipeOperation operation, Map<String, String> variables, String origin) {
		String pipeId = variables.get("pipe_id");
		return !origin.isEmpty() && pipeId != null && operation != null && operation.pathTemplate().startsWith(PATH)
				&& this.callers.isAllowed(pipeId, origin);
	}

	private static ScriptedResponse allow(ScriptedResponse response, String origin) {
		return response.withHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
			.withHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
	}

}
