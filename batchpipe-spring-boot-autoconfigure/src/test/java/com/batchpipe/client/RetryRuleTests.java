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

import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RetryRule}.
 */
class RetryRuleTests {

	private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

	@ParameterizedTest
	@EnumSource
	void whenOperationIsSafeToRetryThenTransientStatusesAreRetried(BatchPipeOperation operation) {
		boolean safe = !OperationCall.method(operation).equals("POST")
				&& !OperationCall.method(operation).equals("PATCH");
		for (int status = 300; status < 600; status++) {
			boolean expected = (status == 429) || (safe && TRANSIENT.contains(status));
			assertThat(RetryRule.allows(response(operation, status, null), false)).as(operation + " " + status)
				.isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 429, 500, 502, 503, 504 })
	void whenUserAllowsRetryingPostsThenTransientStatusesAreRetried(int status) {
		assertThat(RetryRule.allows(response(BatchPipeOperation.INGEST, status, null), true)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 401, 403, 404, 409, 413, 422, 501, 505 })
	void whenUserAllowsRetryingPostsThenOtherStatusesAreStillFinal(int status) {
		assertThat(RetryRule.allows(response(BatchPipeOperation.INGEST, status, "1"), true)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "0", "Mon, 23 Nov 1998 10:00:00 GMT" })
	void whenServiceIsUnavailableAndSaysWhenToComeBackThenPostIsRetried(String retryAfter) {
		assertThat(RetryRule.allows(response(BatchPipeOperation.INGEST, 503, retryAfter), false)).isTrue();
		assertThat(RetryRule.allows(response(BatchPipeOperation.UPDATE_PIPE, 503, retryAfter), false)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "-1", "" })
	void whenServiceIsUnavailableAndSaysNothingReadableThenPostIsNotRetried(String retryAfter) {
		assertThat(RetryRule.allows(response(BatchPipeOperation.INGEST, 503, retryAfter), false)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 500, 502, 504 })
	void whenPostMayHaveBeenProcessedThenRetryAfterDoesNotMakeItSafe(int status) {
		assertThat(RetryRule.allows(response(BatchPipeOperation.INGEST, status, "1"), false)).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void whenRequestWasNotSentThenEveryOperationIsRetried(BatchPipeOperation operation) {
		assertThat(RetryRule.allows(operation, RequestSent.NO, false)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void whenRequestMayHaveBeenSentThenOnlySafeOperationsAreRetried(BatchPipeOperation operation) {
		boolean safe = Set.of("GET", "PUT", "DELETE").contains(OperationCall.method(operation));
		assertThat(RetryRule.allows(operation, RequestSent.UNKNOWN, false)).isEqualTo(safe);
		assertThat(RetryRule.allows(operation, RequestSent.UNKNOWN, true)).isTrue();
	}

	private static BatchPipeResponse response(BatchPipeOperation operation, int status, String retryAfter) {
		HttpHeaders headers = new HttpHeaders();
		if (retryAfter != null) {
			headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
		}
		return BatchPipeResponse.of(operation, status, null, headers);
	}

}
