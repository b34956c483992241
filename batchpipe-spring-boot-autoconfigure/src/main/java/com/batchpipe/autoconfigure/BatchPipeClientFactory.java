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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.client.BatchPipeClient;

/**
 * Makes what the client of a workspace needs from the properties of the workspace, and
 * names the property that does not fit. Used by the auto-configurations, so that all
 * workspaces of an application follow the same rules.
 *
 * @since 0.1.0
 */
public final class BatchPipeClientFactory {

	private final String prefix;

	private final BatchPipeProperties properties;

	private final BatchPipePropertyMapper mapper;

	/**
	 * Create a factory.
	 * @param prefix where the properties are set, for example {@code batchpipe}
	 * @param properties the properties
	 */
	public BatchPipeClientFactory(String prefix, BatchPipeProperties properties) {
		this.prefix = prefix;
		this.properties = properties;
		this.mapper = new BatchPipePropertyMapper(prefix, properties);
	}

	/**
	 * Make the connection details that the properties tell.
	 * @param sslBundles the bundles of the application, or {@code null} if it has none
	 * @param first the details of the first workspace, which hold where a further one has
	 * none, except the key; or {@code null}
	 * @return the details
	 */
	public BatchPipeConnectionDetails connectionDetails(@Nullable SslBundles sslBundles,
			@Nullable BatchPipeConnectionDetails first) {
		return new PropertiesBatchPipeConnectionDetails(this.prefix, this.properties, sslBundles, first);
	}

	/**
	 * Make the connectors. They follow no redirects.
	 * @param connectionDetails the details
	 * @param connectorBuilder the builder of the application
	 * @param settings the settings of the application
	 * @return the connectors
	 */
	public BatchPipeConnectors connectors(BatchPipeConnectionDetails connectionDetails,
			ClientHttpConnectorBuilder<?> connectorBuilder, HttpClientSettings settings) {
		Duration connectTimeout = this.mapper.positive("connect-timeout", this.properties.getConnectTimeout());
		HttpClientSettings own = settings.withRedirects(HttpRedirects.DONT_FOLLOW).withConnectTimeout(connectTimeout);
		SslBundle sslBundle = connectionDetails.getSslBundle();
		return new BatchPipeConnectors(connectorBuilder, (sslBundle != null) ? own.withSslBundle(sslBundle) : own);
	}

	/**
	 * Make a builder of the client, which has no connector yet.
	 * @param connectionDetails the details
	 * @param webClientBuilder the builder of the application
	 * @return the builder
	 */
	public BatchPipeClient.Builder builder(BatchPipeConnectionDetails connectionDetails,
			WebClient.Builder webClientBuilder) {
		BatchPipeClient.Builder builder = BatchPipeClient.builder()
			.webClientBuilder(webClientBuilder)
			.apiKey(connectionDetails.getApiKey());
		this.mapper.applyTo(builder, connectionDetails);
		return builder;
	}

	/**
	 * Make a builder talk to this workspace with its key, whatever it was told before.
	 * @param builder the builder
	 * @param connectionDetails the details
	 */
	public void connect(BatchPipeClient.Builder builder, BatchPipeConnectionDetails connectionDetails) {
		builder.apiKey(connectionDetails.getApiKey());
		this.mapper.applyBaseUrl(builder, connectionDetails);
	}

}
