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
 * Adapts {@link BatchPipeProperties} to {@link BatchPipeConnectionDetails}. If the
 * properties of an additional workspace do not specify a detail, the workspace inherits
 * it from the first workspace, except for the key.
 */
class PropertiesBatchPipeConnectionDetails implements BatchPipeConnectionDetails {

	private final String baseUrl;

	private final @Nullable ApiKey apiKey;

	private final @Nullable SslBundle sslBundle;

	PropertiesBatchPipeConnectionDetails(String prefix, BatchPipeProperties properties, @Nullable SslBundles sslBundles,
			@Nullable BatchPipeConnectionDetails first) {
		this.baseUrl = baseUrl(properties.getBaseUrl(), first);
		this.apiKey = apiKey(prefix, properties.getApiKey());
		SslBundle own = sslBundle(prefix + ".ssl.bundle", properties.getSsl().getBundle(), sslBundles);
		this.sslBundle = (own == null && first != null) ? first.getSslBundle() : own;
	}

	private static String baseUrl(@Nullable String own, @Nullable BatchPipeConnectionDetails first) {
		if (!StringUtils.hasText(own)) {
			return (first != null) ? first.getBaseUrl() : "";
		}
		return own;
	}

	private static @Nullable ApiKey apiKey(String prefix, @Nullable String apiKey) {
		return StringUtils.hasText(apiKey)
				? InvalidBatchPipePropertyException.get(prefix + ".api-key", () -> ApiKey.of(apiKey)) : null;
	}

	private static @Nullable SslBundle sslBundle(String property, @Nullable String name,
			@Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		if (sslBundles == null) {
			throw new InvalidBatchPipePropertyException(property,
					"names an SSL bundle, but there is no SslBundles bean",
					"Stop excluding SslAutoConfiguration, or define a bean of type SslBundles.", null);
		}
		try {
			return sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidBatchPipePropertyException(property,
					"names the SSL bundle '%s', which does not exist; available bundles: %s".formatted(name,
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
