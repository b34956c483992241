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

import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Provides the API key. It is called for each attempt of a call, so you can rotate the
 * key while the application runs. Implementations must be safe for use by multiple
 * threads and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ApiKeyProvider {

	/**
	 * Return the key to use now.
	 * @return the key, or an empty {@code Mono} if there is none
	 */
	Mono<ApiKey> getApiKey();

	/**
	 * Return a provider that always returns the given key.
	 * @param apiKey the key
	 * @return the provider
	 */
	static ApiKeyProvider of(ApiKey apiKey) {
		Assert.notNull(apiKey, "'apiKey' must not be null");
		return new FixedApiKey(apiKey);
	}

	/**
	 * Return a provider that never returns a key.
	 * @return the provider
	 */
	static ApiKeyProvider none() {
		return Mono::empty;
	}

}
