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
import java.util.function.Predicate;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;

import com.batchpipe.test.BatchPipeWorkspace;
import com.batchpipe.test.RecordedRequest;

/**
 * Assertions on requests that an embedded BatchPipe has received.
 *
 * @since 0.1.0
 */
public final class RequestsAssert extends AbstractAssert<RequestsAssert, List<RecordedRequest>> {

	private final BatchPipeWorkspace workspace;

	RequestsAssert(List<RecordedRequest> actual, BatchPipeWorkspace workspace) {
		super(actual, RequestsAssert.class);
		this.workspace = workspace;
	}

	/**
	 * Verify the number of requests.
	 * @param expected the expected number
	 * @return this assertion
	 */
	public RequestsAssert hasSize(int expected) {
		if (this.actual.size() != expected) {
			failWithMessage("%nExpecting this number of requests:%n  %s%nbut there were %s. All requests:%n%s",
					expected, this.actual.size(), RequestText.of(this.workspace.requests()));
		}
		return this;
	}

	/**
	 * Verify that there are no requests.
	 * @return this assertion
	 */
	public RequestsAssert isEmpty() {
		return hasSize(0);
	}

	/**
	 * Verify that there are requests and that each has a header with the given value.
	 * @param name the name of the header
	 * @param value the expected value
	 * @return this assertion
	 */
	public RequestsAssert haveHeader(String name, String value) {
		return all((request) -> request.headers().getOrEmpty(name).contains(value), "have the header " + name
				+ (name.equalsIgnoreCase("Authorization") ? " with the given value" : ": " + value));
	}

	/**
	 * Verify that there are requests and that none has the given header.
	 * @param name the name of the header
	 * @return this assertion
	 */
	public RequestsAssert doNotHaveHeader(String name) {
		return all((request) -> !request.headers().containsHeader(name), "not have the header " + name);
	}

	/**
	 * Verify that there are requests and that each response had the given status.
	 * @param status the expected status
	 * @return this assertion
	 */
	public RequestsAssert haveResponseStatus(int status) {
		return all((request) -> request.responseStatus() == status, "have the response status " + status);
	}

	/**
	 * Return assertions on the requests as a list.
	 * @return the assertions
	 */
	public ListAssert<RecordedRequest> list() {
		return Assertions.assertThat(this.actual).as(descriptionText());
	}

	private RequestsAssert all(Predicate<RecordedRequest> condition, String expectation) {
		List<RecordedRequest> others = this.actual.stream().filter(condition.negate()).toList();
		if (this.actual.isEmpty() || !others.isEmpty()) {
			failWithMessage(
					"%nExpecting at least one request, and all of them to:%n  %s%nRequests that do not match:%n%s%nAll requests:%n%s",
					expectation, RequestText.of(others), RequestText.of(this.workspace.requests()));
		}
		return this;
	}

}
