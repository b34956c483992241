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

import java.util.Arrays;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * The default {@link BatchPipeClientObservationConvention}. Metrics and spans have the
 * tags {@code operation}, {@code status}, {@code outcome} and {@code exception}; spans
 * additionally have {@code pipe.id} and {@code attempts}.
 *
 * @since 0.1.0
 */
public class DefaultBatchPipeClientObservationConvention implements BatchPipeClientObservationConvention {

	static final DefaultBatchPipeClientObservationConvention INSTANCE = new DefaultBatchPipeClientObservationConvention();

	private static final String NAME = "batchpipe.client.requests";

	private static final KeyValue[] OPERATIONS = Arrays.stream(BatchPipeOperation.values())
		.map((operation) -> KeyValue.of("operation", operation.id()))
		.toArray(KeyValue[]::new);

	private static final KeyValue NO_STATUS = KeyValue.of("status", "none");

	private static final KeyValue STATUS_ACCEPTED = KeyValue.of("status", "202");

	private static final KeyValue NO_EXCEPTION = KeyValue.of("exception", "none");

	private static final KeyValue ONE_ATTEMPT = KeyValue.of("attempts", "1");

	private static final KeyValue SUCCESS = KeyValue.of("outcome", "success");

	private static final KeyValue UNKNOWN = KeyValue.of("outcome", "unknown");

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(BatchPipeClientObservationContext context) {
		return "batchpipe " + context.getOperation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(BatchPipeClientObservationContext context) {
		return KeyValues.of(exception(context), OPERATIONS[context.getOperation().ordinal()], outcome(context),
				status(context));
	}

	private static KeyValue exception(BatchPipeClientObservationContext context) {
		Throwable error = context.getError();
		return (error != null) ? KeyValue.of("exception", error.getClass().getSimpleName()) : NO_EXCEPTION;
	}

	private static KeyValue status(BatchPipeClientObservationContext context) {
		BatchPipeResponse response = context.getResponse();
		if (response != null) {
			return status(response.status());
		}
		return (context.getError() instanceof BatchPipeDecodingException ex) ? status(ex.status()) : NO_STATUS;
	}

	private static KeyValue status(int status) {
		return (status == 202) ? STATUS_ACCEPTED : KeyValue.of("status", String.valueOf(status));
	}

	private static KeyValue outcome(BatchPipeClientObservationContext context) {
		BatchPipeResponse response = context.getResponse();
		if (response != null) {
			return (response.ok()) ? SUCCESS : KeyValue.of("outcome", outcome(response.status()));
		}
		Throwable error = context.getError();
		if (error != null) {
			return KeyValue.of("outcome", outcome(error));
		}
		return (context.isCancelled()) ? KeyValue.of("outcome", "cancelled") : UNKNOWN;
	}

	private static String outcome(int status) {
		if (status == 429) {
			return "rate_limited";
		}
		return (status >= 500) ? "server_error" : "client_error";
	}

	private static String outcome(Throwable error) {
		if (error instanceof BatchPipeTimeoutException) {
			return "timeout";
		}
		if (error instanceof BatchPipeTransportException) {
			return "transport_error";
		}
		return (error instanceof BatchPipeDecodingException) ? "decoding_error" : "client_error";
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(BatchPipeClientObservationContext context) {
		String pipeId = context.getPipeId();
		int attempts = attempts(context);
		if (pipeId != null && attempts > 0) {
			return KeyValues.of(attempts(attempts), KeyValue.of("pipe.id", pipeId));
		}
		if (pipeId != null) {
			return KeyValues.of(KeyValue.of("pipe.id", pipeId));
		}
		return (attempts > 0) ? KeyValues.of(attempts(attempts)) : KeyValues.empty();
	}

	private static KeyValue attempts(int attempts) {
		return (attempts == 1) ? ONE_ATTEMPT : KeyValue.of("attempts", String.valueOf(attempts));
	}

	private static int attempts(BatchPipeClientObservationContext context) {
		BatchPipeResponse response = context.getResponse();
		if (response != null) {
			return response.attempts();
		}
		return (context.getError() instanceof BatchPipeException ex) ? ex.attempts() : 0;
	}

}
