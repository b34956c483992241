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

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

import com.batchpipe.client.ApiKey;

/**
 * Details required to connect to BatchPipe. A bean of this type replaces the connection
 * properties.
 *
 * @since 0.1.0
 */
public interface BatchPipeConnectionDetails extends ConnectionDetails {

	/**
	 * Return the base URL of the deployment.
	 * @return an absolute {@code http} or {@code https} URL
	 */
	String getBaseUrl();

	/**
	 * Return the workspace API key.
	 * @return the key, or {@code null} for none
	 */
	default @Nullable ApiKey getApiKey() {
		return null;
	}

	/**
	 * Return the SSL bundle to use.
	 * @return the bundle, or {@code null} to use the SSL bundle of the application's HTTP
	 * client settings or, if they have none, the JVM's default
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * Return the details of an additional workspace, if they replace those that the
	 * application configures.
	 * @param name the name of the workspace under {@code batchpipe.workspaces}
	 * @return the details, or {@code null} to use those that the application configures
	 */
	default @Nullable BatchPipeConnectionDetails getWorkspace(String name) {
		return null;
	}

}
