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

package com.batchpipe.test.assertj;

import java.util.List;
import java.util.stream.Collectors;

import com.batchpipe.test.RecordedRequest;

/**
 * Formats requests for the messages of failed assertions.
 */
final class RequestText {

	private static final int MAX_LINES = 20;

	private RequestText() {
	}

	static String of(List<RecordedRequest> requests) {
		return lines(requests, "(no requests)");
	}

	static String lines(List<?> elements, String none) {
		if (elements.isEmpty()) {
			return "  " + none;
		}
		String shown = elements.stream()
			.limit(MAX_LINES)
			.map((element) -> "  " + element)
			.collect(Collectors.joining("\n"));
		int more = elements.size() - MAX_LINES;
		return (more > 0) ? shown + "\n  ... and " + more + " more" : shown;
	}

}
