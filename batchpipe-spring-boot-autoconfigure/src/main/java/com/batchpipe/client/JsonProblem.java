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

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidDefinitionException;

/**
 * Tells what is wrong with JSON without telling what it says. The exceptions of Jackson
 * quote values and hold the buffers of their parser or generator, and with them secrets;
 * so they are described, and never kept as a cause.
 */
final class JsonProblem {

	private JsonProblem() {
	}

	static String describe(JacksonException ex) {
		StringBuilder problem = new StringBuilder(ex.getClass().getSimpleName());
		if (ex instanceof InvalidDefinitionException) {
			problem.append(": ").append(ex.getOriginalMessage());
		}
		if (!ex.getPath().isEmpty()) {
			problem.append(" at ").append(ex.getPathReference());
		}
		TokenStreamLocation location = ex.getLocation();
		if (location != null && location.getLineNr() > 0) {
			problem.append(" at line ").append(location.getLineNr()).append(", column ").append(location.getColumnNr());
		}
		return problem.toString();
	}

}
