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

package com.batchpipe.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

import com.batchpipe.client.ApiKey;

/**
 * Adapts {@link BatchPipeProperties} to {@link BatchPipeConnectionDetails}.
 */
class PropertiesBatchPipeConnectionDetails implements BatchPipeConnectionDetails {

	private final String baseUrl;

	private final @Nullable ApiKey apiKey;

	private final @Nullable SslBundle sslBundle;

	PropertiesBatchPipeConnectionDetails(BatchPipeProperties properties, @Nullable SslBundles sslBundles) {
		this.baseUrl = (properties.getBaseUrl() != null) ? properties.getBaseUrl() : "";
		this.apiKey = apiKey(properties.getApiKey());
		this.sslBundle = sslBundle(properties.getSsl().getBundle(), sslBundles);
	}

	private static @Nullable ApiKey apiKey(@Nullable String apiKey) {
		return StringUtils.hasText(apiKey)
				? InvalidBatchPipePropertyException.get("batchpipe.api-key", () -> ApiKey.of(apiKey)) : null;
	}

	private static @Nullable SslBundle sslBundle(@Nullable String name, @Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		if (sslBundles == null) {
			throw new InvalidBatchPipePropertyException("batchpipe.ssl.bundle",
					"names an SSL bundle, but the application has no SSL bundles", null);
		}
		try {
			return sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidBatchPipePropertyException("batchpipe.ssl.bundle",
					"names the SSL bundle '%s', which is not among those of the application: %s".formatted(name,
							sslBundles.getBundleNames()),
					ex);
		}
	}

	@Override
	public String getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public @Nullable ApiKey getApiKey() {
		return this.apiKey;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

}
