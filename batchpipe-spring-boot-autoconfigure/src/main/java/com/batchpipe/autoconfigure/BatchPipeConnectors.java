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

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;
import org.springframework.util.ClassUtils;

import com.batchpipe.client.connector.HttpComponentsGuard;
import com.batchpipe.client.connector.JdkConnector;
import com.batchpipe.client.connector.JettyGuard;
import com.batchpipe.client.netty.BatchPipeConnectionProvider;
import com.batchpipe.client.netty.ResponseGuard;

/**
 * The application's connectors to BatchPipe, one per named connection pool, so that the
 * user of one pool cannot take the connections that another user needs. The connectors
 * use the application's connector builder with its customizers, for example for a proxy,
 * and the application's HTTP client settings. However, BatchPipe's own connect timeout
 * and, if set, SSL bundle take precedence over these settings, and redirects are never
 * followed. Closing this object closes the connections, except those of the JDK's HTTP
 * client. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchPipeConnectors implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BatchPipeConnectors.class);

	private static final boolean reactorNettyPresent = ClassUtils.isPresent("reactor.netty.http.client.HttpClient",
			BatchPipeConnectors.class.getClassLoader());

	private static final boolean httpComponentsPresent = ClassUtils.isPresent(
			"org.apache.hc.client5.http.impl.async.HttpAsyncClients", BatchPipeConnectors.class.getClassLoader());

	private static final boolean jettyPresent = ClassUtils.isPresent("org.eclipse.jetty.client.HttpClient",
			BatchPipeConnectors.class.getClassLoader());

	private final ClientHttpConnectorBuilder<?> connectorBuilder;

	private final HttpClientSettings settings;

	private final Map<String, ClientHttpConnector> connectors = new ConcurrentHashMap<>();

	private final List<AutoCloseable> resources = new CopyOnWriteArrayList<>();

	private final AtomicBoolean warnedOfTheJdk = new AtomicBoolean();

	BatchPipeConnectors(ClientHttpConnectorBuilder<?> connectorBuilder, HttpClientSettings settings) {
		this.connectorBuilder = connectorBuilder;
		this.settings = settings;
	}

	/**
	 * Return the connector of a pool, creating it if necessary. Creating it opens no
	 * connection.
	 * @param pool the name of the pool, as it appears in metrics
	 * @return the connector
	 */
	public ClientHttpConnector get(String pool) {
		return this.connectors.computeIfAbsent(pool, this::create);
	}

	private ClientHttpConnector create(String pool) {
		if (reactorNettyPresent && this.connectorBuilder instanceof ReactorClientHttpConnectorBuilder builder) {
			return ReactorNetty.build(builder, pool, this);
		}
		if (httpComponentsPresent
				&& this.connectorBuilder instanceof HttpComponentsClientHttpConnectorBuilder builder) {
			return HttpComponents.build(builder, this);
		}
		if (jettyPresent && this.connectorBuilder instanceof JettyClientHttpConnectorBuilder builder) {
			return Jetty.build(builder, this);
		}
		if (this.connectorBuilder instanceof JdkClientHttpConnectorBuilder builder) {
			return Jdk.build(builder, this);
		}
		ClientHttpConnector connector = this.connectorBuilder.build(this.settings);
		if (connector instanceof AutoCloseable closeable) {
			this.resources.add(closeable);
		}
		return connector;
	}

	private void warnOfTheJdk() {
		if (this.warnedOfTheJdk.compareAndSet(false, true)) {
			logger.warn(
					"Connections to BatchPipe use the JDK's HTTP client. If a faulty server or proxy sends extra data after an "
							+ "HTTP/1.1 response, this client may treat that data as the response to the next request. "
							+ "To prevent this, use Reactor Netty, Jetty or Apache HttpComponents");
		}
	}

	/**
	 * Close all connections, except those of the JDK's HTTP client.
	 */
	@Override
	public void close() {
		for (AutoCloseable resource : this.resources) {
			try {
				resource.close();
			}
			catch (Exception ex) {
				logger.debug("Failed to close connections", ex);
			}
		}
	}

	/**
	 * Isolates the outer class from Reactor Netty, which not every application has on its
	 * classpath.
	 */
	private static final class ReactorNetty {

		static ClientHttpConnector build(ReactorClientHttpConnectorBuilder builder, String pool,
				BatchPipeConnectors connectors) {
			ConnectionProvider connections = BatchPipeConnectionProvider.create(pool);
			connectors.resources.add(connections::dispose);
			return builder.withHttpClientFactory(() -> HttpClient.create(connections))
				.withHttpClientCustomizer((httpClient) -> ResponseGuard.apply(httpClient).followRedirect(false))
				.build(connectors.settings);
		}

	}

	/**
	 * Isolates the outer class from Apache HttpComponents.
	 */
	private static final class HttpComponents {

		static ClientHttpConnector build(HttpComponentsClientHttpConnectorBuilder builder,
				BatchPipeConnectors connectors) {
			HttpComponentsGuard guard = new HttpComponentsGuard();
			HttpComponentsClientHttpConnector connector = builder.withHttpClientCustomizer(guard::apply)
				.withConnectionManagerCustomizer(guard::apply)
				.withDefaultRequestConfigCustomizer(guard::apply)
				.build(connectors.settings);
			connectors.resources.add(connector);
			return guard.guard(connector);
		}

	}

	/**
	 * Isolates the outer class from Jetty.
	 */
	private static final class Jetty {

		static ClientHttpConnector build(JettyClientHttpConnectorBuilder builder, BatchPipeConnectors connectors) {
			return JettyGuard.guard(builder.withHttpClientCustomizer((httpClient) -> {
				JettyGuard.apply(httpClient);
				connectors.resources.add(httpClient::stop);
			}).build(connectors.settings));
		}

	}

	/**
	 * Builds the connector for the JDK's HTTP client. Spring's own connector cannot close
	 * a connection, so only the settings of its client are used. The client that Spring
	 * Boot creates from these settings is not used, and the garbage collector removes it.
	 */
	private static final class Jdk {

		static ClientHttpConnector build(JdkClientHttpConnectorBuilder builder, BatchPipeConnectors connectors) {
			AtomicReference<java.net.http.HttpClient.@Nullable Builder> httpClient = new AtomicReference<>();
			builder.withHttpClientCustomizer(JdkConnector::apply)
				.withHttpClientCustomizer(httpClient::set)
				.build(connectors.settings);
			connectors.warnOfTheJdk();
			return new JdkConnector(Objects.requireNonNull(httpClient.get()).build(),
					connectors.settings.readTimeout());
		}

	}

}
