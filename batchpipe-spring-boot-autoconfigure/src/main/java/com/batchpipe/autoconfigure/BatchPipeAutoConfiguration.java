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

import io.micrometer.observation.ObservationRegistry;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Scope;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BatchPipeClient} and
 * {@link BatchPipeTemplate}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WebClientAutoConfiguration.class, SslAutoConfiguration.class },
		afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "batchpipe.enabled", matchIfMissing = true)
@Conditional(OnBatchPipeConnectionCondition.class)
@EnableConfigurationProperties(BatchPipeProperties.class)
public final class BatchPipeAutoConfiguration {

	private static final String PREFIX = "batchpipe";

	private static final String POOL = "batchpipe";

	@Bean
	@ConditionalOnMissingBean(BatchPipeConnectionDetails.class)
	PropertiesBatchPipeConnectionDetails batchPipeConnectionDetails(BatchPipeProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesBatchPipeConnectionDetails(PREFIX, properties, sslBundles.getIfAvailable(), null);
	}

	@Bean
	BatchPipeConnectors batchPipeConnectors(BatchPipeConnectionDetails connectionDetails,
			BatchPipeProperties properties, ResourceLoader resourceLoader,
			ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> httpClientSettings) {
		return new BatchPipeClientFactory(PREFIX, properties).connectors(connectionDetails,
				connectorBuilder
					.getIfAvailable(() -> ClientHttpConnectorBuilder.detect(resourceLoader.getClassLoader())),
				httpClientSettings.getIfAvailable(HttpClientSettings::defaults));
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	BatchPipeClient.Builder batchPipeClientBuilder(BatchPipeConnectionDetails connectionDetails,
			BatchPipeProperties properties, BatchPipeConnectors connectors,
			ObjectProvider<WebClient.Builder> webClientBuilder, ObjectProvider<JsonMapper> jsonMapper,
			ObjectProvider<ApiKeyProvider> apiKeyProvider,
			ObjectProvider<BatchPipeClientBuilderCustomizer> customizers) {
		BatchPipeClient.Builder builder = new BatchPipeClientFactory(PREFIX, properties)
			.builder(connectionDetails, webClientBuilder.getIfAvailable(WebClient::builder))
			.clientConnector(connectors.get(POOL));
		apiKeyProvider.ifUnique(builder::apiKeyProvider);
		jsonMapper.ifUnique(builder::recordMapper);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder;
	}

	@Bean
	@ConditionalOnMissingBean
	BatchPipeClient batchPipeClient(BatchPipeClient.Builder batchPipeClientBuilder) {
		return batchPipeClientBuilder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	BatchPipeTemplate batchPipeTemplate(BatchPipeClient batchPipeClient,
			ObjectProvider<ObservationRegistry> observationRegistry) {
		return new BatchPipeTemplate(batchPipeClient, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP));
	}

}
