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

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

import com.batchpipe.client.BatchPipeException;
import com.batchpipe.client.BatchPipeTimeoutException;
import com.batchpipe.client.PrintableText;
import com.batchpipe.publisher.log.WaitText;

/**
 * Describes in words why a request failed.
 */
public final class CauseText {

	private static final int MAX_LENGTH = 200;

	private static final int MAX_DEPTH = 10;

	/**
	 * The beginning of the messages of Netty's native transports.
	 */
	private static final Pattern SYSTEM_CALL = Pattern
		.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

	/**
	 * A host name as it appears in the messages of the JDK and Netty.
	 */
	private static final Pattern HOST = Pattern.compile("^Failed to resolve '([^']+)'|^([\\w.-]+)(?::|$)");

	/**
	 * What the client says if the provider of the key failed.
	 */
	private static final String PROVIDER_FAILED = "the ApiKeyProvider failed";

	private CauseText() {
	}

	/**
	 * Return the cause.
	 * @param outcome the outcome of the request
	 * @param timeout the timeout of the request
	 * @return a phrase for a log line
	 */
	static String of(RequestOutcome outcome, Duration timeout) {
		Integer status = outcome.status();
		Throwable failure = outcome.failure();
		if (status != null) {
			return ofStatus(status, outcome.retryAfter());
		}
		if (failure == null || failure instanceof BatchPipeTimeoutException || failure instanceof TimeoutException) {
			return "no response in time (the request timeout is " + WaitText.of(timeout) + ")";
		}
		return shorten((isProviderFailure(failure) ? PROVIDER_FAILED + ": " : "") + ofFailure(failure));
	}

	/**
	 * Return whether there was no request because the provider of the key failed.
	 */
	private static boolean isProviderFailure(Throwable failure) {
		return failure instanceof BatchPipeException && failure.getMessage() != null
				&& failure.getMessage().contains(PROVIDER_FAILED);
	}

	private static String ofStatus(int status, @Nullable Duration retryAfter) {
		return switch (status) {
			case 401 -> "401 (BatchPipe does not accept the API key)";
			case 403 -> "403 (the API key lacks permission)";
			case 404, 410 -> status + " (unknown pipe)";
			default -> phrase(status) + ((retryAfter != null && !retryAfter.isZero())
					? " (Retry-After " + WaitText.of(retryAfter) + ")" : "");
		};
	}

	private static String phrase(int status) {
		HttpStatus known = HttpStatus.resolve(status);
		return (known != null && status != 429) ? status + " " + known.getReasonPhrase() : String.valueOf(status);
	}

	private static String ofFailure(Throwable failure) {
		Throwable root = failure;
		for (int depth = 0; depth < MAX_DEPTH; depth++) {
			if (root instanceof UnknownHostException) {
				return ofUnknownHost(root);
			}
			if (root instanceof SSLException) {
				return "TLS: " + message(innermost(root));
			}
			if (root instanceof ConnectException && root.getMessage() == null) {
				return "connection failed";
			}
			if (root.getCause() == null) {
				break;
			}
			root = root.getCause();
		}
		return (failure instanceof BatchPipeException && failure.getCause() != null) ? message(failure.getCause())
				: message(failure);
	}

	private static String ofUnknownHost(Throwable ex) {
		Matcher host = HOST.matcher((ex.getMessage() != null) ? ex.getMessage() : "");
		if (!host.find()) {
			return "unknown host";
		}
		return "unknown host " + ((host.group(1) != null) ? host.group(1) : host.group(2));
	}

	private static Throwable innermost(Throwable ex) {
		Throwable innermost = ex;
		for (int depth = 0; depth < MAX_DEPTH && innermost.getCause() != null; depth++) {
			innermost = innermost.getCause();
		}
		return innermost;
	}

	private static String message(Throwable ex) {
		String message = ex.getMessage();
		return (message != null) ? SYSTEM_CALL.matcher(message).replaceFirst("") : ex.getClass().getSimpleName();
	}

	private static String shorten(String text) {
		return PrintableText.of(text, MAX_LENGTH);
	}

}
