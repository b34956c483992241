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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriUtils;

import com.batchpipe.client.BatchPipeOperation;

/**
 * Finds the operation of a request, using the templates of {@link BatchPipeOperation}.
 */
final class OperationRouter {

	private final List<Template> templates = new ArrayList<>();

	OperationRouter() {
		for (BatchPipeOperation operation : BatchPipeOperation.values()) {
			this.templates.add(new Template(operation, operation.pathTemplate().split("/", -1)));
		}
	}

	Route route(HttpMethod method, String uri) {
		int query = uri.indexOf('?');
		String[] path = ((query >= 0) ? uri.substring(0, query) : uri).split("/", -1);
		for (Template template : this.templates) {
			if (template.operation().method() == method && template.matches(path)) {
				return Route.to(template.operation(), template.variables(path));
			}
		}
		return Route.unknown(nearest(method, path));
	}

	private @Nullable BatchPipeOperation nearest(HttpMethod method, String[] path) {
		Template nearest = null;
		int best = 0;
		for (Template template : this.templates) {
			int likeness = 2 * template.likeness(path) + ((template.operation().method() == method) ? 1 : 0);
			if (likeness > best) {
				best = likeness;
				nearest = template;
			}
		}
		return (nearest != null) ? nearest.operation() : null;
	}

	private record Template(BatchPipeOperation operation, String[] segments) {

		boolean matches(String[] path) {
			if (path.length != this.segments.length) {
				return false;
			}
			for (int i = 0; i < path.length; i++) {
				if (isVariable(i) ? path[i].isEmpty() : !path[i].equals(this.segments[i])) {
					return false;
				}
			}
			return true;
		}

		int likeness(String[] path) {
			int same = (path.length == this.segments.length) ? 1 : 0;
			for (int i = 1; i < Math.min(path.length, this.segments.length); i++) {
				if (isVariable(i) || path[i].equals(this.segments[i])) {
					same++;
				}
			}
			return same;
		}

		Map<String, String> variables(String[] path) {
			if (this.operation.pathVariables().isEmpty()) {
				return Map.of();
			}
			Map<String, String> variables = new LinkedHashMap<>();
			for (int i = 0; i < path.length; i++) {
				if (isVariable(i)) {
					String name = this.segments[i].substring(1, this.segments[i].length() - 1);
					variables.put(name, decode(path[i]));
				}
			}
			return Collections.unmodifiableMap(variables);
		}

		private static String decode(String segment) {
			try {
				return UriUtils.decode(segment, "UTF-8");
			}
			catch (IllegalArgumentException ex) {
				return segment;
			}
		}

		private boolean isVariable(int index) {
			return this.segments[index].startsWith("{");
		}

	}

}
