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

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClientRequestException;

import com.batchpipe.client.BatchPipeTransportException.RequestSent;
import com.batchpipe.client.netty.SentRequestException;

/**
 * Translates the failures of the HTTP libraries, based on the types of the exceptions.
 * The exceptions of {@link org.springframework.web.reactive.function.client.WebClient
 * WebClient} are never kept, because they contain the headers of the request. The
 * exceptions of the libraries are kept if they are known to contain nothing but a
 * message.
 */
final class TransportFailures {

	/**
	 * Exception types from optional libraries that indicate that the request was not
	 * sent.
	 */
	private static final Set<String> NOT_SENT = Set.of("org.apache.hc.client5.http.ConnectTimeoutException",
			"org.apache.hc.core5.http.ConnectionRequestTimeoutException",
			"org.apache.hc.core5.http.RequestNotExecutedException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException",
			"reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException",
			"reactor.netty.internal.shaded.reactor.pool.PoolShutdownException");

	private static final Set<String> BROKEN = Set.of("reactor.netty.channel.AbortedException");

	/**
	 * The beginning of the messages of Netty's native transports.
	 */
	private static final Pattern SYSTEM_CALL = Pattern
		.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

	private static final Set<String> TIMEOUTS = Set.of("io.netty.handler.timeout.TimeoutException");

	/**
	 * The maximum length of a reason. Some libraries describe their connection in full.
	 */
	private static final int MAX_REASON_LENGTH = 300;

	private TransportFailures() {
	}

	static BatchPipeTransportException translate(Throwable ex, CallAttempt attempt) {
		Throwable failure = (ex instanceof WebClientRequestException && ex.getCause() != null) ? ex.getCause() : ex;
		failure = (failure instanceof SentRequestException && failure.getCause() != null) ? failure.getCause()
				: failure;
		Throwable cause = (failure instanceof WebClientRequestException) ? null
				: CopiedException.withoutSecrets(failure, attempt.apiKey());
		RequestSent requestSent = isNotSent(failure) ? RequestSent.NO : RequestSent.UNKNOWN;
		if (requestSent == RequestSent.UNKNOWN && isTimeout(failure)) {
			return attempt.timeoutException("the response did not arrive in time", cause);
		}
		return attempt.transportException(describe(failure, requestSent, attempt.apiKey()), requestSent, cause);
	}

	private static String describe(Throwable failure, RequestSent requestSent, @Nullable ApiKey apiKey) {
		String type = failure.getClass().getSimpleName().replaceFirst("^Annotated", "");
		String reason = (failure.getMessage() != null)
				? type + ": " + SYSTEM_CALL.matcher(failure.getMessage()).replaceFirst("") : type;
		return ((requestSent == RequestSent.NO) ? "the request was not sent: " : "no valid response was received: ")
				+ PrintableText.of(reason, MAX_REASON_LENGTH, apiKey);
	}

	private static boolean isNotSent(Throwable ex) {
		return anyOf(ex, (type) -> ConnectException.class.isAssignableFrom(type)
				|| HttpConnectTimeoutException.class.isAssignableFrom(type)
				|| UnknownHostException.class.isAssignableFrom(type)
				|| NoRouteToHostException.class.isAssignableFrom(type)
				|| SSLHandshakeException.class.isAssignableFrom(type)
				|| SSLPeerUnverifiedException.class.isAssignableFrom(type) || NOT_SENT.contains(type.getName()));
	}

	static boolean isTimeout(Throwable ex) {
		return anyOf(ex,
				(type) -> TimeoutException.class.isAssignableFrom(type)
						|| HttpTimeoutException.class.isAssignableFrom(type)
						|| SocketTimeoutException.class.isAssignableFrom(type) || TIMEOUTS.contains(type.getName()));
	}

	/**
	 * Return whether the rest of a response did not arrive. If it arrived but could not
	 * be read, the connection is not broken.
	 */
	static boolean isBrokenConnection(Throwable ex) {
		return isTimeout(ex)
				|| anyOf(ex, (type) -> IOException.class.isAssignableFrom(type) || BROKEN.contains(type.getName()));
	}

	private static boolean anyOf(Throwable ex, Predicate<Class<?>> test) {
		int depth = 0;
		for (Throwable cause = ex; cause != null && depth < 10; cause = cause.getCause(), depth++) {
			for (Class<?> type = cause.getClass(); type != null && type != Object.class; type = superclass(type)) {
				if (test.test(type)) {
					return true;
				}
			}
		}
		return false;
	}

	private static @Nullable Class<?> superclass(Class<?> type) {
		return type.getSuperclass();
	}

}
