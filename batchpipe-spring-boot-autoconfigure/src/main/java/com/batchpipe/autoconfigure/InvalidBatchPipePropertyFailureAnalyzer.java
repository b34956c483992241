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

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Explains an {@link InvalidBatchPipePropertyException} with the name of the property,
 * the place where it is set and the reason. The only value that it shows is the name of
 * an SSL bundle.
 */
class InvalidBatchPipePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidBatchPipePropertyException>
		implements Ordered {

	private static final Map<String, String> ACTIONS = Map.of("base-url",
			"Set '%s' to the URL of your BatchPipe deployment, for example https://api.example.com.", "api-key",
			"Set '%s' to the key that BatchPipe showed when the key was created, or remove the property.", "bundle",
			"Define the bundle under 'spring.ssl.bundle', or set '%s' to the name of an existing bundle.");

	private final @Nullable Environment environment;

	InvalidBatchPipePropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidBatchPipePropertyException cause) {
		String description = "The property '%s'%s is not valid: it %s.".formatted(cause.getProperty(),
				origin(cause.getProperty()), cause.getReason());
		String action = (cause.getAction() != null) ? cause.getAction() : correct(cause.getProperty());
		return new FailureAnalysis(description, action, cause);
	}

	private static String correct(String property) {
		String lastElement = property.substring(property.lastIndexOf('.') + 1);
		return ACTIONS.getOrDefault(lastElement, "Correct the value of '%s'.").formatted(property);
	}

	private String origin(String property) {
		if (this.environment == null || !ConfigurationPropertyName.isValid(property)) {
			return "";
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return (found.getOrigin() != null) ? " (origin: " + found.getOrigin() + ")" : "";
			}
		}
		return "";
	}

	@Override
	public int getOrder() {
		return 0;
	}

}
