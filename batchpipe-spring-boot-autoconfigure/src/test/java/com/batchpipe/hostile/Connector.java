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

package com.batchpipe.hostile;

import java.util.Set;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;

/**
 * The connectors that an application can choose from.
 */
enum Connector {

	REACTOR, JDK(Gap.UNASKED_RESPONSE, Gap.REFUSED_HEAD, Gap.REPEATED_GET), HTTP_COMPONENTS, JETTY;

	private final Set<Gap> gaps;

	Connector(Gap... gaps) {
		this.gaps = Set.of(gaps);
	}

	/**
	 * Return whether this connector has the given limitation.
	 */
	boolean has(Gap gap) {
		return this.gaps.contains(gap);
	}

	/**
	 * Start an application whose client uses this connector.
	 */
	ConfigurableApplicationContext startApplication(String... properties) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues
			.of("batchpipe.base-url=http://127.0.0.1:1", "batchpipe.api-key=bp_v1_hostile",
					"batchpipe.retry.max-retries=0", "spring.http.clients.reactive.connector=" + name())
			.and(properties)
			.applyTo(context);
		context.register(Application.class);
		context.refresh();
		return context;
	}

	/**
	 * The known limitations of the connectors, which are documented.
	 */
	enum Gap {

		/**
		 * Data that follows a response may become the response to the next request: the
		 * JDK's client reuses an HTTP/1.1 connection, and this cannot be disabled.
		 */
		UNASKED_RESPONSE,

		/**
		 * The socket stays open if the headers of a response are rejected: the JDK's
		 * client neither closes it nor allows others to do so.
		 */
		REFUSED_HEAD,

		/**
		 * If the connection is lost before the response, the JDK's client itself retries
		 * a {@code GET} once.
		 */
		REPEATED_GET

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class, SslAutoConfiguration.class })
	private static final class Application {

	}

}
