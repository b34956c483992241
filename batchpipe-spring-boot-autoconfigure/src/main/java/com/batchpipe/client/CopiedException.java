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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Replaces an exception that must not be kept: the exceptions of some HTTP libraries
 * refer to the request and thereby to the key, and others are not serializable. It has
 * the class name, stack trace, causes and suppressed exceptions of the original, and its
 * message on a single line, truncated and with API keys masked. It has nothing else.
 */
final class CopiedException extends RuntimeException {

	private static final int MAX_MESSAGE_LENGTH = 500;

	private static final int MAX_DEPTH = 10;

	/**
	 * The packages of Netty whose exceptions contain nothing but a message.
	 */
	private static final Set<String> CLEAN_PACKAGES = Set.of("io.netty.channel", "io.netty.handler.codec",
			"io.netty.handler.ssl", "io.netty.handler.timeout");

	private static final Set<String> CLEAN_TYPES = Set.of("reactor.netty.channel.AbortedException",
			"reactor.netty.http.client.PrematureCloseException");

	/**
	 * The exception that Reactor adds to others to describe where the reactive sequence
	 * was assembled. It is not serializable.
	 */
	private static final String ASSEMBLY = "reactor.core.publisher.FluxOnAssembly$OnAssemblyException";

	private final String type;

	private CopiedException(Throwable original, @Nullable ApiKey apiKey, @Nullable Throwable cause) {
		super(printable(original.getMessage(), apiKey), cause);
		this.type = original.getClass().getName();
		setStackTrace(original.getStackTrace());
	}

	private static @Nullable String printable(@Nullable String message, @Nullable ApiKey apiKey) {
		return (message != null) ? PrintableText.of(message, MAX_MESSAGE_LENGTH, apiKey) : null;
	}

	/**
	 * Return the exception if it is known to contain no secrets, and a copy otherwise.
	 * @param ex the exception of an HTTP library
	 * @param apiKey the key with which the request was sent
	 */
	static @Nullable Throwable withoutSecrets(@Nullable Throwable ex, @Nullable ApiKey apiKey) {
		return copyIfNeeded(ex, new Criteria(apiKey, false), 0);
	}

	/**
	 * Return the exception if it is known to be serializable, and a copy otherwise.
	 */
	static @Nullable Throwable serializable(@Nullable Throwable ex) {
		return copyIfNeeded(ex, new Criteria(null, true), 0);
	}

	private static @Nullable Throwable copyIfNeeded(@Nullable Throwable ex, Criteria criteria, int depth) {
		if (ex == null || depth > MAX_DEPTH) {
			return null;
		}
		if (ex instanceof BatchPipeException || ex instanceof CopiedException) {
			return ex;
		}
		Throwable cause = copyIfNeeded(ex.getCause(), criteria, depth + 1);
		List<Throwable> suppressed = new ArrayList<>();
		for (Throwable other : ex.getSuppressed()) {
			suppressed.add(copyIfNeeded(other, criteria, depth + 1));
		}
		suppressed.removeIf(Objects::isNull);
		boolean sameParts = cause == ex.getCause() && suppressed.equals(Arrays.asList(ex.getSuppressed()));
		if (sameParts && criteria.isMetBy(ex)) {
			return ex;
		}
		CopiedException copy = new CopiedException(ex, criteria.apiKey(), cause);
		suppressed.forEach(copy::addSuppressed);
		return copy;
	}

	/**
	 * Return the class name and message of the original.
	 */
	@Override
	public String toString() {
		return (getMessage() != null) ? this.type + ": " + getMessage() : this.type;
	}

	/**
	 * Decides whether an exception can be kept unchanged.
	 */
	private record Criteria(@Nullable ApiKey apiKey, boolean serializable) {

		boolean isMetBy(Throwable ex) {
			Class<?> type = ex.getClass();
			String message = ex.getMessage();
			boolean known = isOfTheJdk(type) || CLEAN_PACKAGES.contains(type.getPackageName())
					|| CLEAN_TYPES.contains(type.getName()) || (!this.serializable && ASSEMBLY.equals(type.getName()));
			return known && (this.serializable || message == null || message.equals(printable(message, this.apiKey)));
		}

		private static boolean isOfTheJdk(Class<?> type) {
			ClassLoader loader = type.getClassLoader();
			return loader == null || loader == ClassLoader.getPlatformClassLoader();
		}

	}

}
