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

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

/**
 * Which attempts may be repeated without doing something twice. How often and when is the
 * matter of {@link RetryPolicy}.
 */
final class RetryRule {

	private RetryRule() {
	}

	static boolean allows(BatchPipeOperation operation, RequestSent requestSent, boolean retryNonIdempotent) {
		return requestSent == RequestSent.NO || operation.isIdempotent() || retryNonIdempotent;
	}

	static boolean allows(BatchPipeResponse response, boolean retryNonIdempotent) {
		boolean repeatable = response.operation().isIdempotent() || retryNonIdempotent;
		return switch (response.status()) {
			case 429 -> true;
			case 503 -> repeatable || response.retryAfter() != null;
			case 408, 500, 502, 504 -> repeatable;
			default -> false;
		};
	}

}
