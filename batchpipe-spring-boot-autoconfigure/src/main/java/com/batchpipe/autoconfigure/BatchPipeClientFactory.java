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
 * Uses the properties of a workspace to create the objects that its client needs, and
 * reports the name of any property whose value is invalid. The auto-configurations use
 * this factory so that the same rules apply to all workspaces of an application.
 *
 * @since 0.1.0
 */
public final class BatchPipeClientFactory {

	private final String prefix;

	private final BatchPipeProperties properties;

	private final BatchPipePropertyMapper mapper;

	/**
	 * Create a factory.
	 * @param prefix the prefix of the properties, for example {@code batchpipe}
	 * @param properties the properties
	 */
	public BatchPipeClientFactory(String prefix, BatchPipeProperties properties) {
		this.prefix = prefix;
		this.properties = properties;
		this.mapper = new BatchPipePropertyMapper(prefix, properties);
	}

	/**
	 * Create the connection details from the properties.
	 * @param sslBundles the bundles of the application, or {@code null} if it has none
	 * @param first the details of the first workspace, from which an additional workspace
	 * inherits everything but the key, or {@code null} to inherit nothing
	 * @return the details
	 */
	public BatchPipeConnectionDetails connectionDetails(@Nullable SslBundles sslBundles,
			@Nullable BatchPipeConnectionDetails first) {
		return new PropertiesBatchPipeConnectionDetails(this.prefix, this.properties, sslBundles, first);
	}

	/**
	 * Create the connectors, which do not follow redirects.
	 * @param connectionDetails the details
	 * @param connectorBuilder the application's builder of connectors
	 * @param settings the application's HTTP client settings
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
	 * Create a builder for the client, without a connector.
	 * @param connectionDetails the details
	 * @param webClientBuilder the application's {@code WebClient} builder
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
	 * Set the base URL and the key of this workspace on a builder, overriding any
	 * previous ones.
	 * @param builder the builder
	 * @param connectionDetails the details
	 */
	public void connect(BatchPipeClient.Builder builder, BatchPipeConnectionDetails connectionDetails) {
		builder.apiKey(connectionDetails.getApiKey());
		this.mapper.applyBaseUrl(builder, connectionDetails);
	}

}
