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

import com.batchpipe.client.BatchPipeOperation;

/**
 * The route of a request: an operation with its path variables or, if nothing matches, no
 * operation and the closest match.
 */
record Route(@Nullable BatchPipeOperation operation, Map<String, String> variables,
		@Nullable BatchPipeOperation nearest) {

	static Route to(BatchPipeOperation operation, Map<String, String> variables) {
		return new Route(operation, variables, null);
	}

	static Route unknown(@Nullable BatchPipeOperation nearest) {
		return new Route(null, Map.of(), nearest);
	}

}
