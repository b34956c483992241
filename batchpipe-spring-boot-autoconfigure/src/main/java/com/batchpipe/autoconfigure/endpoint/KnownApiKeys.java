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

package com.batchpipe.autoconfigure.endpoint;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;

import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.ApiKeyProvider;

/**
 * The API keys that the application uses or has used: a rotated key may remain in a
 * property for as long as the application runs.
 */
final class KnownApiKeys {

	/**
	 * The format of a key, regardless of its source.
	 */
	private static final Pattern FORM = Pattern.compile("bp_v1_[\\x21-\\x7e]");

	private static final int MAX_KEYS = 100;

	private static final Duration PATIENCE = Duration.ofMillis(500);

	/**
	 * The minimum time between two calls to a provider that does not respond immediately.
	 */
	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final ObjectProvider<BatchPipeConnectionDetails> connectionDetails;

	private final ObjectProvider<ApiKeyProvider> apiKeyProviders;

	private final Set<String> seen = Collections
		.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<String, Boolean>() {

			private static final long serialVersionUID = 1;

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > MAX_KEYS;
			}

		}));

	private final AtomicLong nextQuestion = new AtomicLong(System.nanoTime());

	KnownApiKeys(ObjectProvider<BatchPipeConnectionDetails> connectionDetails,
			ObjectProvider<ApiKeyProvider> apiKeyProviders) {
		this.connectionDetails = connectionDetails;
		this.apiKeyProviders = apiKeyProviders;
	}

	/**
	 * Return whether a text contains a key. Keys are read each time, because they can be
	 * rotated. However, if a provider does not respond immediately, no provider is called
	 * again for a short time.
	 */
	boolean isAnyIn(String text) {
		if (FORM.matcher(text).find()) {
			return true;
		}
		this.connectionDetails.orderedStream(ObjectProvider.UNFILTERED).forEach((details) -> add(details.getApiKey()));
		if (System.nanoTime() - this.nextQuestion.get() >= 0) {
			this.apiKeyProviders.orderedStream(ObjectProvider.UNFILTERED).forEach(this::ask);
		}
		synchronized (this.seen) {
			return this.seen.stream().anyMatch(text::contains);
		}
	}

	private void ask(ApiKeyProvider provider) {
		CompletableFuture<?> result = Mono.defer(provider::getApiKey).doOnNext(this::add).then().toFuture();
		if (!result.isDone()) {
			this.nextQuestion.set(System.nanoTime() + INTERVAL.toNanos());
			await(result);
		}
	}

	private static void await(CompletableFuture<?> result) {
		if (Schedulers.isInNonBlockingThread()) {
			return;
		}
		try {
			result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			// The keys that were seen before are still known.
		}
	}

	private void add(@Nullable ApiKey apiKey) {
		if (apiKey != null) {
			this.seen.add(apiKey.reveal());
		}
	}

}
