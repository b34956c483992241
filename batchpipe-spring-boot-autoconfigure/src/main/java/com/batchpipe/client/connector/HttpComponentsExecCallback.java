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

package com.batchpipe.client.connector;

import java.io.IOException;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of interim responses, and prevents the reuse of a connection on which
 * the next response may not belong to the next request.
 */
final class HttpComponentsExecCallback implements AsyncExecCallback {

	/**
	 * The maximum number of interim responses to one request. Servers send one or two;
	 * more than the maximum indicates an attack.
	 */
	private static final int MAX_INTERIM_RESPONSES = 20;

	private final AsyncExecCallback delegate;

	private final AsyncExecChain.Scope scope;

	private int interimResponses;

	HttpComponentsExecCallback(AsyncExecCallback delegate, AsyncExecChain.Scope scope) {
		this.delegate = delegate;
		this.scope = scope;
	}

	@Override
	public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
		if (++this.interimResponses > MAX_INTERIM_RESPONSES) {
			throw tooManyInterimResponses();
		}
		this.delegate.handleInformationResponse(response);
	}

	/**
	 * Count a response with status 100. If there are too many, the connection is closed,
	 * which ends the call. An exception would end the thread that reads from the
	 * connection.
	 */
	void continueReceived() {
		if (++this.interimResponses > MAX_INTERIM_RESPONSES) {
			this.scope.execRuntime.discardEndpoint();
		}
	}

	private static ProtocolException tooManyInterimResponses() {
		return new ProtocolException("more than " + MAX_INTERIM_RESPONSES + " interim responses");
	}

	@Override
	public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entityDetails)
			throws HttpException, IOException {
		return this.delegate.handleResponse(response, entityDetails);
	}

	@Override
	public void completed() {
		if (!HttpComponentsGuard.isMultiplexed(this.scope.clientContext)) {
			this.scope.execRuntime.markConnectionNonReusable();
		}
		this.delegate.completed();
	}

	@Override
	public void failed(Exception cause) {
		this.delegate.failed((this.interimResponses > MAX_INTERIM_RESPONSES) ? tooManyInterimResponses() : cause);
	}

}
