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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The newest requests in order of arrival.
 */
final class RequestLog {

	private final int limit;

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	RequestLog(int limit) {
		this.limit = limit;
	}

	synchronized void add(RecordedRequest request) {
		if (this.limit == 0) {
			return;
		}
		if (this.requests.size() == this.limit) {
			this.requests.remove();
		}
		this.requests.add(request);
	}

	synchronized List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized void restore(List<RecordedRequest> requests) {
		Set<RecordedRequest> kept = Set.copyOf(requests);
		this.requests.removeIf((request) -> {
			if (!kept.contains(request)) {
				request.retainedBody().release();
				return true;
			}
			return false;
		});
	}

}
