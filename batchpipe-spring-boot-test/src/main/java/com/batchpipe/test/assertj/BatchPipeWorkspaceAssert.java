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

import java.time.Duration;
import java.util.List;

import org.assertj.core.api.AbstractAssert;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.test.BatchPipeWorkspace;
import com.batchpipe.test.RecordedRequest;

/**
 * Assertions on a workspace of an embedded BatchPipe.
 *
 * @since 0.1.0
 */
public final class BatchPipeWorkspaceAssert extends AbstractAssert<BatchPipeWorkspaceAssert, BatchPipeWorkspace> {

	BatchPipeWorkspaceAssert(BatchPipeWorkspace actual) {
		super(actual, BatchPipeWorkspaceAssert.class);
	}

	/**
	 * Return assertions on the records that a pipe has received. All ingest requests for
	 * the pipe that have arrived so far count as verified, whatever their responses.
	 * @param pipeId the {@code pipe_id}
	 * @return the assertions
	 */
	public PipeAssert pipe(String pipeId) {
		requirePipe(pipeId);
		return new PipeAssert(this.actual, pipeId);
	}

	private void requirePipe(String pipeId) {
		if (!this.actual.pipeIds().contains(pipeId)) {
			failWithMessage("%nExpecting a pipe:%n  %s%nbut the workspace has these pipes:%n  %s%nAll requests:%n%s",
					pipeId, this.actual.pipeIds(), RequestText.of(this.actual.requests()));
		}
	}

	/**
	 * Wait until a pipe has received at least the given number of records, and fail if
	 * they do not arrive in time.
	 * @param pipeId the {@code pipe_id}
	 * @param records the number of records
	 * @param timeout how long to wait
	 * @return assertions on the records
	 */
	public PipeAssert awaitRecords(String pipeId, long records, Duration timeout) {
		requirePipe(pipeId);
		boolean arrived = this.actual.awaitRecords(pipeId, records, timeout);
		PipeAssert pipe = new PipeAssert(this.actual, pipeId);
		if (!arrived) {
			failWithMessage(
					"%nExpecting pipe %s to receive at least this number of records:%n  %s%nwithin:%n  %s%nbut it received:%n%s%nAll requests:%n%s",
					pipeId, records, timeout, pipe.describeRecords(), RequestText.of(this.actual.requests()));
		}
		return pipe;
	}

	/**
	 * Wait until at least the given number of requests for one operation have arrived,
	 * and fail if they do not arrive in time. The requests count as verified.
	 * @param operation the operation
	 * @param requests the number of requests
	 * @param timeout how long to wait
	 * @return assertions on the requests
	 */
	public RequestsAssert awaitRequests(BatchPipeOperation operation, long requests, Duration timeout) {
		if (!this.actual.awaitRequests(operation, requests, timeout)) {
			failWithMessage(
					"%nExpecting at least this number of requests for %s:%n  %s%nwithin:%n  %s%nbut there were fewer. All requests:%n%s",
					operation, requests, timeout, RequestText.of(this.actual.requests()));
		}
		return requests(operation);
	}

	/**
	 * Return assertions on all requests. The requests count as verified.
	 * @return the assertions
	 */
	public RequestsAssert requests() {
		return requests(this.actual.requests(), "requests");
	}

	/**
	 * Return assertions on the requests for one operation. The requests count as
	 * verified.
	 * @param operation the operation
	 * @return the assertions
	 */
	public RequestsAssert requests(BatchPipeOperation operation) {
		return requests(this.actual.requests(operation), "requests for " + operation);
	}

	private RequestsAssert requests(List<RecordedRequest> requests, String description) {
		requests.forEach(RecordedRequest::markVerified);
		return new RequestsAssert(requests, this.actual).as(description);
	}

	/**
	 * Verify that all requests are covered by assertions. A request is covered if it
	 * arrived before the last {@linkplain BatchPipeWorkspace#checkpoint() checkpoint}, if
	 * assertions were created on it, or if it is an ingest request that arrived before
	 * assertions were created on its pipe.
	 * @return this assertion
	 */
	public BatchPipeWorkspaceAssert hasNoMoreRequests() {
		List<RecordedRequest> unverified = this.actual.requests()
			.stream()
			.filter((request) -> !request.isVerified())
			.toList();
		if (!unverified.isEmpty()) {
			failWithMessage("%nExpecting no more requests but there were:%n%s", RequestText.of(unverified));
		}
		return this;
	}

}
