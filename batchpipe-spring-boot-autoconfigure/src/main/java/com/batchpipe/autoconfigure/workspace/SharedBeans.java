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

package com.batchpipe.autoconfigure.workspace;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.autoconfigure.BatchPipeClientBuilderCustomizer;
import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeClientObservationConvention;
import com.batchpipe.client.DefaultBatchPipeClientObservationConvention;
import com.batchpipe.publisher.UndeliveredRecordHandler;

/**
 * The beans that all additional workspaces share: the default candidates among the beans
 * of the application. A bean for a single workspace must therefore not be a default
 * candidate.
 */
class SharedBeans {

	private final ResourceLoader resourceLoader;

	private final ObjectProvider<BatchPipeConnectionDetails> connectionDetails;

	private final ObjectProvider<SslBundles> sslBundles;

	private final ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder;

	private final ObjectProvider<HttpClientSettings> httpClientSettings;

	private final ObjectProvider<WebClient.Builder> webClientBuilder;

	private final ObjectProvider<JsonMapper> jsonMapper;

	private final ObjectProvider<BatchPipeClientBuilderCustomizer> customizers;

	private final ObjectProvider<BatchPipeClientObservationConvention> observationConvention;

	private final ObjectProvider<ObservationRegistry> observationRegistry;

	private final ObjectProvider<UndeliveredRecordHandler> undeliveredRecordHandler;

	private final ObjectProvider<WorkspacePipeListeners> pipeListeners;

	SharedBeans(ResourceLoader resourceLoader, ObjectProvider<BatchPipeConnectionDetails> connectionDetails,
			ObjectProvider<SslBundles> sslBundles, ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> httpClientSettings, ObjectProvider<WebClient.Builder> webClientBuilder,
			ObjectProvider<JsonMapper> jsonMapper, ObjectProvider<BatchPipeClientBuilderCustomizer> customizers,
			ObjectProvider<BatchPipeClientObservationConvention> observationConvention,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<UndeliveredRecordHandler> undeliveredRecordHandler,
			ObjectProvider<WorkspacePipeListeners> pipeListeners) {
		this.resourceLoader = resourceLoader;
		this.connectionDetails = connectionDetails;
		this.sslBundles = sslBundles;
		this.connectorBuilder = connectorBuilder;
		this.httpClientSettings = httpClientSettings;
		this.webClientBuilder = webClientBuilder;
		this.jsonMapper = jsonMapper;
		this.customizers = customizers;
		this.observationConvention = observationConvention;
		this.observationRegistry = observationRegistry;
		this.undeliveredRecordHandler = undeliveredRecordHandler;
		this.pipeListeners = pipeListeners;
	}

	@Nullable BatchPipeConnectionDetails connectionDetails() {
		return this.connectionDetails.getIfAvailable();
	}

	@Nullable SslBundles sslBundles() {
		return this.sslBundles.getIfAvailable();
	}

	ClientHttpConnectorBuilder<?> connectorBuilder() {
		return this.connectorBuilder
			.getIfAvailable(() -> ClientHttpConnectorBuilder.detect(this.resourceLoader.getClassLoader()));
	}

	HttpClientSettings httpClientSettings() {
		return this.httpClientSettings.getIfAvailable(HttpClientSettings::defaults);
	}

	WebClient.Builder webClientBuilder() {
		return this.webClientBuilder.getIfAvailable(WebClient::builder);
	}

	ObjectProvider<JsonMapper> jsonMapper() {
		return this.jsonMapper;
	}

	void customize(BatchPipeClient.Builder builder) {
		this.jsonMapper.ifUnique(builder::recordMapper);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
	}

	BatchPipeClientObservationConvention observationConvention() {
		return this.observationConvention.getIfAvailable(DefaultBatchPipeClientObservationConvention::new);
	}

	ObservationRegistry observationRegistry() {
		return this.observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP);
	}

	@Nullable UndeliveredRecordHandler undeliveredRecordHandler() {
		return this.undeliveredRecordHandler.getIfAvailable();
	}

	@Nullable WorkspacePipeListeners pipeListeners() {
		return this.pipeListeners.getIfAvailable();
	}

}
