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

package com.batchpipe.test.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.log.LogMessage;

import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.client.ApiKeyProvider;
import com.batchpipe.test.BatchPipeServer;

/**
 * Configuration that runs an application against an embedded BatchPipe, for development:
 *
 * <pre class="code">
 * SpringApplication.from(OrdersApplication::main).with(BatchPipeServerConfiguration.class).run(args);
 * </pre>
 *
 * It replaces all connection properties and connection details.
 *
 * @since 0.1.0
 */
@TestConfiguration(proxyBeanMethods = false)
public class BatchPipeServerConfiguration {

	private static final Log logger = LogFactory.getLog(BatchPipeServerConfiguration.class);

	@Bean
	BatchPipeServer batchPipeServer() {
		BatchPipeServer server = BatchPipeServer.start();
		logger.info(LogMessage.format("Embedded BatchPipe started at %s", server.url()));
		return server;
	}

	@Bean
	@Primary
	BatchPipeConnectionDetails embeddedBatchPipeConnectionDetails(BatchPipeServer batchPipeServer) {
		return new EmbeddedConnectionDetails(batchPipeServer);
	}

	@Bean
	@Primary
	ApiKeyProvider embeddedBatchPipeApiKeyProvider(BatchPipeServer batchPipeServer) {
		return ApiKeyProvider.of(batchPipeServer.apiKey());
	}

}
