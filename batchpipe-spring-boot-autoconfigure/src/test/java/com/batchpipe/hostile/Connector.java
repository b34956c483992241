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
 * The connectors between which an application can choose.
 */
enum Connector {

	REACTOR, JDK(Gap.UNASKED_RESPONSE, Gap.REFUSED_HEAD, Gap.REPEATED_GET), HTTP_COMPONENTS, JETTY;

	private final Set<Gap> gaps;

	Connector(Gap... gaps) {
		this.gaps = Set.of(gaps);
	}

	/**
	 * Return whether something is known not to hold with this connector.
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
	 * What does not hold with each connector. The documentation says so, too.
	 */
	enum Gap {

		/**
		 * What follows a response may become the response to the next request: the client
		 * of the JDK uses a connection of HTTP/1.1 again, and cannot be told not to.
		 */
		UNASKED_RESPONSE,

		/**
		 * The socket of a response whose head is refused stays open: the client of the
		 * JDK neither closes it nor lets anyone else do so.
		 */
		REFUSED_HEAD,

		/**
		 * A {@code GET} whose connection breaks before the response is sent once more by
		 * the client of the JDK itself.
		 */
		REPEATED_GET

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BatchPipeAutoConfiguration.class, WebClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class, SslAutoConfiguration.class })
	private static final class Application {

	}

}
