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

package com.batchpipe.benchmarks.outbox;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A sender that is a Spring Boot application without a web server.
 */
abstract class ApplicationSender implements Sender {

	private final ConfigurableApplicationContext context;

	private final TransactionTemplate transaction;

	ApplicationSender(Class<?> application, Places places, String... properties) {
		this.context = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=" + places.database())
			.properties(properties)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("recordPost", new RecordPost(places.sink())))
			.run();
		this.transaction = new TransactionTemplate(this.context.getBean(PlatformTransactionManager.class));
	}

	final ConfigurableApplicationContext context() {
		return this.context;
	}

	final TransactionTemplate transaction() {
		return this.transaction;
	}

	@Override
	public void close() {
		this.context.close();
	}

}
