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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeConnectionDetails;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeTemplate;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * An application with two workspaces that logs its clients and exits.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
		BatchPipeWorkspacesAutoConfiguration.class, WebClientAutoConfiguration.class })
public class TwoWorkspacesApplication {

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(TwoWorkspacesApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.run(args).close();
	}

	@Bean
	static CommandLineRunner report(BatchPipeClient client, @Qualifier("audit") BatchPipeClient audit,
			@Qualifier("audit") BatchPipeTemplate template, @Qualifier("audit") BatchPipePublisher publisher,
			@Qualifier("audit") BatchPipeConnectionDetails details) {
		Log logger = LogFactory.getLog(TwoWorkspacesApplication.class);
		return (args) -> {
			logger.info("first " + client);
			logger.info("audit " + audit + " with key " + (details.getApiKey() != null) + ", running "
					+ publisher.stats().state().name().equals("RUNNING"));
		};
	}

}
