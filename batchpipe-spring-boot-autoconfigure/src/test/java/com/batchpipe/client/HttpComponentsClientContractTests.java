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

import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Tests for {@link BatchPipeClient} with the HttpComponents connector.
 */
class HttpComponentsClientContractTests extends AbstractBatchPipeClientContractTests {

	private static final ClientHttpConnector connector = ClientHttpConnectorBuilder.httpComponents()
		// Otherwise, a call that is canceled may send its request again during the next
		// test.
		.withHttpClientCustomizer(HttpAsyncClientBuilder::disableAutomaticRetries)
		.build(HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW));

	@Override
	ClientHttpConnector connector() {
		return connector;
	}

}
