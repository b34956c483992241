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
 * Tells what is wrong with JSON, and where, without telling what it says. The exceptions
 * of Jackson quote values and hold the buffers of their parser or generator, and with
 * them secrets; so they are described, and never kept as a cause.
 *
 * @since 0.1.0
 */
public final class JsonProblem {

	private static final int MAX_LENGTH = 500;

	private JsonProblem() {
	}

	/**
	 * Describe a problem: its kind, the path of the property, and the position in the
	 * JSON, where they are known.
	 * @param ex what Jackson has thrown
	 * @return the description, in one line
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
	 * Return what made Jackson fail, if that was something else: the exception of a
	 * getter, for example.
	 * @param ex what Jackson has thrown
	 * @return the cause, or {@code null} if it was Jackson itself
	 */
	public static @Nullable Throwable cause(JacksonException ex) {
		Throwable cause = ex.getCause();
		for (int depth = 0; cause instanceof JacksonException && depth < 10; depth++) {
			cause = cause.getCause();
		}
		return (cause instanceof JacksonException) ? null : cause;
	}

}
