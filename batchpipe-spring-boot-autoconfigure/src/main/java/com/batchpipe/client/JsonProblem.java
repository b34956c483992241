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
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Describes problems in JSON without revealing the values in it. Jackson's exceptions
 * quote values and refer to the buffers of their parser or generator, which may contain
 * secrets. The exceptions are therefore described, and never kept as a cause.
 *
 * @since 0.1.0
 */
public final class JsonProblem {

	private static final int MAX_LENGTH = 500;

	private JsonProblem() {
	}

	/**
	 * Describe a problem: its kind and, where known, the path of the property and the
	 * position in the JSON.
	 * @param ex the exception thrown by Jackson
	 * @return the description, on a single line
	 */
	public static String describe(JacksonException ex) {
		return describe(ex, null);
	}

	static String describe(JacksonException ex, @Nullable ApiKey apiKey) {
		StringBuilder problem = new StringBuilder();
		String path = path(ex);
		if (!path.isEmpty()) {
			problem.append("at '").append(PrintableText.of(path, MAX_LENGTH, apiKey)).append("', ");
		}
		problem.append(ex.getClass().getSimpleName());
		if (ex instanceof InvalidDefinitionException) {
			problem.append(": ").append(ex.getOriginalMessage());
		}
		TokenStreamLocation location = ex.getLocation();
		if (location != null && location.getLineNr() > 0) {
			problem.append(" at line ").append(location.getLineNr()).append(", column ").append(location.getColumnNr());
		}
		return PrintableText.of(problem.toString(), 2 * MAX_LENGTH, apiKey);
	}

	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			if (path.length() > 2 * MAX_LENGTH) {
				break;
			}
			String name = reference.getPropertyName();
			if (name != null) {
				path.append(path.isEmpty() ? "" : ".").append(name);
			}
			else if (reference.getIndex() >= 0) {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return path.toString();
	}

	/**
	 * Return the exception that made Jackson fail if it came from elsewhere, for example
	 * from a getter.
	 * @param ex the exception thrown by Jackson
	 * @return the cause, or {@code null} if Jackson itself failed
	 */
	public static @Nullable Throwable cause(JacksonException ex) {
		Throwable cause = ex.getCause();
		for (int depth = 0; cause instanceof JacksonException && depth < 10; depth++) {
			cause = cause.getCause();
		}
		return (cause instanceof JacksonException) ? null : cause;
	}

}
