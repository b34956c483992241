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

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.actuate.endpoint.web.WebEndpointHttpMethod;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.client.BatchPipeResponse;
import com.batchpipe.health.BatchPipePublisherHealthIndicator;
import com.batchpipe.publisher.BatchPipePublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the endpoint as exposed on the web, with text parameters and a JSON response,
 * and for the health indicator.
 */
class PublisherEndpointTests {

	private final BatchPipeClient client = mock(BatchPipeClient.class);

	private final AtomicInteger status = new AtomicInteger(200);

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class, BatchPipePublisherHealthContributorAutoConfiguration.class,
				BatchPipeEndpointAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class))
		.withBean(BatchPipeClient.class, () -> this.client)
		.withPropertyValues("batchpipe.base-url=http://localhost:1", "batchpipe.publisher.pipe-id=a",
				"batchpipe.publisher.linger=1m", "management.endpoints.web.exposure.include=batchpipe");

	PublisherEndpointTests() {
		given(this.client.withOptions(any())).willReturn(this.client);
		// Stub only once, because stubbing is not safe while other threads call the mock.
		given(this.client.ingest(any(), any())).willReturn(
				Mono.fromSupplier(() -> BatchPipeResponse.of(BatchPipeOperation.INGEST, this.status.get(), null)));
	}

	@Test
	void whenReadThenItShowsTheFiguresOfEachPipe() {
		this.runner.run((context) -> {
			context.getBean(BatchPipePublisher.class).publish(Map.of("n", 1));
			JsonNode stats = invoke(context, WebEndpointHttpMethod.GET, Map.of());
			assertThat(stats.get("state").asString()).isEqualTo("RUNNING");
			assertThat(stats.get("maxBufferedBytes").asLong()).isEqualTo(32 * 1024 * 1024);
			JsonNode pipe = stats.get("pipes").get("a");
			assertThat(pipe.get("accepted").asLong()).isOne();
			assertThat(pipe.get("buffered").asLong()).isOne();
			assertThat(pipe.get("requests").get("completed").asLong()).isZero();
			assertThat(pipe.get("oldestAge").asString()).startsWith("PT");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "20s", "PT20S", "20000" })
	void whenWrittenThenItFlushes(String timeout) {
		this.runner.run((context) -> {
			context.getBean(BatchPipePublisher.class).publish(Map.of("n", 1));
			JsonNode result = invoke(context, WebEndpointHttpMethod.POST,
					timeout.isEmpty() ? Map.of() : Map.of("timeout", timeout));
			assertThat(result.get("delivered").asLong()).isOne();
			assertThat(result.get("remaining").asLong()).isZero();
		});
	}

	@Test
	void whenTheTimeoutPassesThenItTellsWhatRemains() {
		given(this.client.ingest(any(), any())).willReturn(Mono.never());
		this.runner.withPropertyValues("batchpipe.publisher.drain-timeout=1ms").run((context) -> {
			context.getBean(BatchPipePublisher.class).publish(Map.of("n", 1));
			JsonNode result = invoke(context, WebEndpointHttpMethod.POST, Map.of("timeout", "1ms"));
			assertThat(result.get("remaining").asLong()).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "P30D", "20001", "-1ms", "2562047788015215h" })
	void whenTheTimeoutIsOutOfBoundsThenTheMessageTellsThem(String timeout) {
		this.runner.run((context) -> assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> invoke(context, WebEndpointHttpMethod.POST, Map.of("timeout", timeout)))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo("'timeout' must be between 0 and 20 seconds")));
	}

	@Test
	void whenTheTimeoutIsNoDurationThenTheParameterIsNamed() {
		this.runner.run((context) -> assertThatExceptionOfType(ParameterMappingException.class)
			.isThrownBy(() -> invoke(context, WebEndpointHttpMethod.POST, Map.of("timeout", "soon")))
			.withMessageContaining("timeout"));
	}

	@ParameterizedTest
	@Timeout(20)
	@ValueSource(ints = { 401, 403 })
	void whenTheKeyIsNotAcceptedThenHealthIsDownUntilItIs(int status) {
		this.status.set(status);
		this.runner.withPropertyValues("batchpipe.publisher.probe-interval=1ms").run((context) -> {
			BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
			publisher.publish(Map.of("n", 1));
			publisher.flush(Duration.ofMillis(1));
			Health health = health(context);
			while (health.getStatus().equals(Status.UP) && !Thread.currentThread().isInterrupted()) {
				Thread.onSpinWait();
				health = health(context);
			}
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
			assertThat(health.getDetails()).containsEntry("buffered", 1L);
			this.status.set(200);
			assertThat(publisher.flush(Duration.ofSeconds(20)).complete()).isTrue();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void whenClosedThenHealthIsOutOfService() {
		this.runner.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			context.getBean(BatchPipePublisher.class).close();
			assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		});
	}

	private static Health health(ApplicationContext context) {
		Health health = context.getBean(BatchPipePublisherHealthIndicator.class).health();
		assertThat(health).isNotNull();
		return health;
	}

	private static JsonNode invoke(ApplicationContext context, WebEndpointHttpMethod method,
			Map<String, Object> parameters) {
		WebOperation operation = context.getBean(WebEndpointsSupplier.class)
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().toString().equals("batchpipe"))
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.filter((candidate) -> candidate.getRequestPredicate().getHttpMethod() == method)
			.filter((candidate) -> candidate.getRequestPredicate().getConsumes().isEmpty() == parameters.isEmpty())
			.findFirst()
			.orElseThrow();
		Object response = operation.invoke(new InvocationContext(SecurityContext.NONE, parameters));
		if (response instanceof Mono<?> mono) {
			response = mono.block(Duration.ofSeconds(30));
		}
		JsonMapper mapper = context.getBean(EndpointJsonMapper.class).get();
		return mapper.readTree(mapper.writeValueAsString(response));
	}

}
