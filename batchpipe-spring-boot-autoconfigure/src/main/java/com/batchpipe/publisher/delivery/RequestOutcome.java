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

package com.batchpipe.publisher.delivery;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import com.batchpipe.client.BatchPipeDecodingException;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.publisher.delivery.FailureRules.Verdict;

/**
 * The outcome of one request.
 *
 * @param verdict the action to take
 * @param status the HTTP status, or {@code null} if there was none
 * @param retryAfter how long the service asks the publisher to wait, possibly zero, or
 * {@code null} if it does not ask for a wait
 * @param failure why the request failed, or {@code null} if there was a readable response
 * or if the publisher's own timeout expired
 */
public record RequestOutcome(Verdict verdict, @Nullable Integer status, @Nullable Duration retryAfter,
		@Nullable Throwable failure) {

	static RequestOutcome notInTime() {
		return new RequestOutcome(Verdict.RETRY, null, null, null);
	}

	static RequestOutcome of(BatchPipeResponse response) {
		return new RequestOutcome(FailureRules.of(response.status()), response.status(), response.retryAfter(), null);
	}

	static RequestOutcome of(Throwable failure) {
		Integer status = (failure instanceof BatchPipeDecodingException decoding) ? decoding.status() : null;
		return new RequestOutcome(FailureRules.of(failure), status, null, failure);
	}

	int statusOr(int none) {
		return (this.status != null) ? this.status : none;
	}

}
