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

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.client.ApiKeyProvider;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that keeps the API key out of
 * actuator responses, even if the application shows the values of its properties.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BatchPipeAutoConfiguration.class)
@ConditionalOnClass(SanitizingFunction.class)
public final class BatchPipeSanitizingAutoConfiguration {

	private static final Pattern API_KEY = Pattern.compile("batchpipe(workspaces.*)?apikey$");

	@Bean
	SanitizingFunction batchPipeApiKeySanitizingFunction(ObjectProvider<BatchPipeConnectionDetails> connectionDetails,
			ObjectProvider<ApiKeyProvider> apiKeyProviders) {
		KnownApiKeys apiKeys = new KnownApiKeys(connectionDetails, apiKeyProviders);
		return (data) -> (isApiKey(data.getKey()) || holdsApiKey(data.getValue(), apiKeys)) ? data.withSanitizedValue()
				: data;
	}

	private static boolean isApiKey(String key) {
		return API_KEY.matcher(key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")).find();
	}

	/**
	 * Return whether the value contains the key, which may also be stored elsewhere: in a
	 * property to which a placeholder refers, in an environment variable, on the command
	 * line, or in a property that an {@link ApiKeyProvider} reads.
	 */
	private static boolean holdsApiKey(@Nullable Object value, KnownApiKeys apiKeys) {
		return value instanceof CharSequence text && apiKeys.isAnyIn(text.toString());
	}

}
