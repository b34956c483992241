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

import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.function.LongSupplier;

import io.micrometer.observation.ObservationRegistry;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;

import com.batchpipe.client.connector.JdkConnector;
import com.batchpipe.client.netty.BatchPipeConnectionProvider;
import com.batchpipe.client.netty.ResponseGuard;

/**
 * The default {@link BatchPipeClient.Builder}.
 */
final class DefaultBatchPipeClientBuilder implements BatchPipeClient.Builder {

	private static final boolean reactorNettyPresent = ClassUtils.isPresent("reactor.netty.http.client.HttpClient",
			DefaultBatchPipeClientBuilder.class.getClassLoader());

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

	private @Nullable BaseUrl baseUrl;

	private ApiKeyProvider apiKeyProvider = ApiKeyProvider.none();

	private Duration responseTimeout = Duration.ofSeconds(30);

	private Duration callTimeout = Duration.ofSeconds(60);

	private RetryPolicy retryPolicy = RetryPolicy.defaults();

	private int maxResponseSize = 4 * 1024 * 1024;

	private @Nullable JsonMapper recordMapper;

	private WebClient.@Nullable Builder webClientBuilder;

	private @Nullable ClientHttpConnector connector;

	private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

	private @Nullable BatchPipeClientObservationConvention observationConvention;

	private LongSupplier nanoTime = System::nanoTime;

	@Override
	public BatchPipeClient.Builder baseUrl(String baseUrl) {
		this.baseUrl = BaseUrl.of(baseUrl);
		return this;
	}

	@Override
	public BatchPipeClient.Builder apiKey(@Nullable ApiKey apiKey) {
		this.apiKeyProvider = (apiKey != null) ? ApiKeyProvider.of(apiKey) : ApiKeyProvider.none();
		return this;
	}

	@Override
	public BatchPipeClient.Builder apiKeyProvider(ApiKeyProvider apiKeyProvider) {
		Assert.notNull(apiKeyProvider, "'apiKeyProvider' must not be null");
		this.apiKeyProvider = apiKeyProvider;
		return this;
	}

	@Override
	public BatchPipeClient.Builder responseTimeout(Duration responseTimeout) {
		Assert.isTrue(responseTimeout.compareTo(Duration.ZERO) > 0, "'responseTimeout' must be greater than zero");
		this.responseTimeout = responseTimeout;
		return this;
	}

	@Override
	public BatchPipeClient.Builder callTimeout(Duration callTimeout) {
		Assert.isTrue(callTimeout.compareTo(Duration.ZERO) > 0, "'callTimeout' must be greater than zero");
		this.callTimeout = callTimeout;
		return this;
	}

	@Override
	public BatchPipeClient.Builder retryPolicy(RetryPolicy retryPolicy) {
		Assert.notNull(retryPolicy, "'retryPolicy' must not be null");
		this.retryPolicy = retryPolicy;
		return this;
	}

	@Override
	public BatchPipeClient.Builder maxResponseSize(int bytes) {
		Assert.isTrue(bytes > 0, "'bytes' must be greater than zero");
		this.maxResponseSize = bytes;
		return this;
	}

	@Override
	public BatchPipeClient.Builder recordMapper(JsonMapper recordMapper) {
		Assert.notNull(recordMapper, "'recordMapper' must not be null");
		this.recordMapper = recordMapper;
		return this;
	}

	@Override
	public BatchPipeClient.Builder webClientBuilder(WebClient.Builder webClientBuilder) {
		Assert.notNull(webClientBuilder, "'webClientBuilder' must not be null");
		this.webClientBuilder = webClientBuilder;
		return this;
	}

	@Override
	public BatchPipeClient.Builder clientConnector(ClientHttpConnector connector) {
		Assert.notNull(connector, "'connector' must not be null");
		this.connector = connector;
		return this;
	}

	@Override
	public BatchPipeClient.Builder observationRegistry(ObservationRegistry observationRegistry) {
		Assert.notNull(observationRegistry, "'observationRegistry' must not be null");
		this.observationRegistry = observationRegistry;
		return this;
	}

	@Override
	public BatchPipeClient.Builder observationConvention(
			@Nullable BatchPipeClientObservationConvention observationConvention) {
		this.observationConvention = observationConvention;
		return this;
	}

	/**
	 * Set the source of time, for tests with virtual time.
	 */
	DefaultBatchPipeClientBuilder nanoTime(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		return this;
	}

	@Override
	public BatchPipeClient build() {
		Assert.state(this.baseUrl != null, "'baseUrl' must be set");
		WebClient.Builder builder = (this.webClientBuilder != null) ? this.webClientBuilder.clone()
				: WebClient.builder();
		Runnable onClose = null;
		if (this.connector != null) {
			builder.clientConnector(this.connector);
		}
		else if (reactorNettyPresent) {
			onClose = ReactorNetty.configure(builder);
		}
		else {
			builder.clientConnector(jdkConnector());
		}
		CallExchange exchange = new CallExchange(builder, this.maxResponseSize);
		CallSettings settings = new CallSettings(this.apiKeyProvider, this.responseTimeout, this.callTimeout,
				this.retryPolicy, true);
		CallExecutor executor = new CallExecutor(exchange, settings, this.observationRegistry,
				this.observationConvention, new FailedCallLog(this.nanoTime), this.nanoTime);
		JsonMapper mapper = (this.recordMapper != null) ? this.recordMapper : JsonBodies.MAPPER;
		return new DefaultBatchPipeClient(this.baseUrl, new JsonBodies(mapper), executor, onClose);
	}

	/**
	 * Create the connector for an application without Reactor Netty. The connector that
	 * {@link WebClient} would detect may follow redirects.
	 */
	private static ClientHttpConnector jdkConnector() {
		return new JdkConnector(java.net.http.HttpClient.newBuilder()
			.connectTimeout(CONNECT_TIMEOUT)
			.followRedirects(Redirect.NEVER)
			.build(), null);
	}

	/**
	 * Isolates the outer class from Reactor Netty, which not every application has on its
	 * classpath.
	 */
	private static final class ReactorNetty {

		static Runnable configure(WebClient.Builder builder) {
			ConnectionProvider connections = BatchPipeConnectionProvider.create("batchpipe");
			HttpClient httpClient = HttpClient.create(connections)
				.compress(true)
				.proxyWithSystemProperties()
				.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_TIMEOUT.toMillis());
			builder.clientConnector(new ReactorClientHttpConnector(ResponseGuard.apply(httpClient)));
			return connections::dispose;
		}

	}

}
