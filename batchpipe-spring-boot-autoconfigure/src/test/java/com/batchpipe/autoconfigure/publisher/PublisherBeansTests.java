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

package com.batchpipe.autoconfigure.publisher;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.BatchPipeConnectors;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.PipeListener;
import com.batchpipe.publisher.UndeliveredRecordHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;

/**
 * Tests for the application's beans that the publisher uses.
 */
class PublisherBeansTests {

	private static final String POOL = "batchpipe-publisher";

	private final Set<SocketAddress> connections = ConcurrentHashMap.newKeySet();

	private final List<String> keys = new CopyOnWriteArrayList<>();

	private final DisposableServer server = HttpServer.create().host("127.0.0.1").handle((request, response) -> {
		this.connections.add(request.remoteAddress());
		this.keys.add(String.valueOf(request.requestHeaders().get("Authorization")));
		return request.receive().then(response.status(200).send().then());
	}).bindNow();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class, BatchPipePublisherMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				SimpleMetricsExportAutoConfiguration.class))
		.withBean(BeanPostProcessor.class, SpiedConnectors::new)
		.withPropertyValues("batchpipe.base-url=http://127.0.0.1:" + this.server.port(),
				"batchpipe.api-key=bp_v1_configured", "batchpipe.publisher.pipe-id=a",
				"batchpipe.publisher.linger=1ms");

	@AfterEach
	void stopServer() {
		this.server.disposeNow();
	}

	@Test
	void whenClientIsAutoConfiguredThenThePublisherHasConnectionsOfItsOwn() {
		this.runner.run((context) -> {
			then(context.getBean(BatchPipeConnectors.class)).should().get(POOL);
			context.getBean(BatchPipeClient.class).ingest("a", List.of(Map.of("n", 1))).block();
			context.getBean(BatchPipePublisher.class).send(Map.of("n", 2)).join();
			assertThat(this.connections).hasSize(2);
			assertThat(this.keys).containsExactly("Bearer bp_v1_configured", "Bearer bp_v1_configured");
		});
	}

	@Test
	void whenClientOfTheApplicationHasTheSameNameThenItIsUsedAsItIs() {
		this.runner.withBean("batchPipeClient", BatchPipeClient.class, this::ownClient).run((context) -> {
			context.getBean(BatchPipePublisher.class).send(Map.of("n", 2)).join();
			assertThat(this.keys).containsExactly("Bearer bp_v1_own");
			then(context.getBean(BatchPipeConnectors.class)).should(Mockito.never()).get(POOL);
		});
	}

	@Test
	void whenClientOfTheApplicationHasAnotherNameThenItIsUsedAsItIs() {
		this.runner.withBean("mine", BatchPipeClient.class, this::ownClient).run((context) -> {
			context.getBean(BatchPipePublisher.class).send(Map.of("n", 2)).join();
			assertThat(this.keys).containsExactly("Bearer bp_v1_own");
		});
	}

	@Test
	void whenBuilderIsTheApplicationsThenThePublisherBuildsFromIt() {
		this.runner
			.withBean(BatchPipeClient.Builder.class,
					() -> BatchPipeClient.builder()
						.baseUrl("http://127.0.0.1:" + this.server.port())
						.apiKey(ApiKey.of("bp_v1_builder")))
			.run((context) -> {
				context.getBean(BatchPipePublisher.class).send(Map.of("n", 2)).join();
				assertThat(this.keys).containsExactly("Bearer bp_v1_builder");
			});
	}

	@Test
	void whenUserDefinesPipeListenersThenAllAreToldAndThereAreStillMeters() {
		List<String> told = new CopyOnWriteArrayList<>();
		this.runner.withBean("one", PipeListener.class, () -> (publisher, pipeId) -> told.add("one " + pipeId))
			.withBean("other", PipeListener.class, () -> (publisher, pipeId) -> told.add("other " + pipeId))
			.run((context) -> {
				context.getBean(BatchPipePublisher.class).send(Map.of("n", 1)).join();
				assertThat(told).containsExactlyInAnyOrder("one a", "other a");
				assertThat(context.getBean(MeterRegistry.class)
					.get("batchpipe.publisher.records")
					.tags("pipe", "a", "state", "delivered")
					.functionCounter()
					.count()).isOne();
			});
	}

	@Test
	void whenThereAreTwoHandlersThenTheApplicationDoesNotStart() {
		this.runner.withBean("one", UndeliveredRecordHandler.class, () -> (record) -> {
		}).withBean("other", UndeliveredRecordHandler.class, () -> (record) -> {
		})
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	private BatchPipeClient ownClient() {
		return BatchPipeClient.builder()
			.baseUrl("http://127.0.0.1:" + this.server.port())
			.apiKey(ApiKey.of("bp_v1_own"))
			.build();
	}

	/**
	 * Records which pools are requested.
	 */
	private static final class SpiedConnectors implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			return (bean instanceof BatchPipeConnectors) ? Mockito.spy(bean) : bean;
		}

	}

}
