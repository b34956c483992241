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

import org.springframework.http.HttpMethod;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

/**
 * Decides which attempts can be retried. A request that the service may have processed is
 * sent again only if its operation is idempotent, or if the {@link RetryPolicy} permits
 * it. The policy also defines how often and when attempts are retried.
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
			case 429, 503 -> repeatable || isNotProcessed(response);
			case 408, 500, 502, 504 -> repeatable;
			default -> false;
		};
	}

	/**
	 * Return whether a failed attempt that is retried may nevertheless have succeeded.
	 */
	static boolean mayHaveSucceeded(BatchPipeException failure) {
		if (HttpMethod.GET.equals(failure.operation().method())) {
			return false;
		}
		if (failure instanceof BatchPipeApiException apiException) {
			return !isNotProcessed(apiException.response());
		}
		return !(failure instanceof BatchPipeTransportException broken) || broken.requestSent() != RequestSent.NO;
	}

	/**
	 * Return whether the response is assumed to mean that the request was not processed.
	 * BatchPipe does not document this.
	 */
	private static boolean isNotProcessed(BatchPipeResponse response) {
		return response.status() == 429 || (response.status() == 503 && response.retryAfter() != null);
	}

}
