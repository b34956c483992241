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

package com.batchpipe.outbox.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxStats;
import com.batchpipe.outbox.RelayPause;
import com.batchpipe.outbox.autoconfigure.BatchPipeOutboxEndpoint.SetAsideRecordDescriptor;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@Timeout(60)
class BatchPipeOutboxActuatorTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("records");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, HttpClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
				BatchPipeAutoConfiguration.class, BatchPipePublisherAutoConfiguration.class,
				DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				TransactionAutoConfiguration.class, BatchPipeOutboxAutoConfiguration.class,
				BatchPipeOutboxMetricsAutoConfiguration.class, BatchPipeOutboxEndpointAutoConfiguration.class,
				BatchPipeOutboxHealthContributorAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=" + this.server.url(),
				"batchpipe.api-key=" + this.server.apiKey().reveal(), "batchpipe.publisher.pipe-id=" + this.pipe,
				"spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(), "batchpipe.outbox.relay.poll-interval=50ms",
				"batchpipe.outbox.relay.max-poll-interval=50ms", "management.endpoints.web.exposure.include=*");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void theMetersShowWhatARunningOutboxHasDone() {
		withRegistry().run((context) -> {
			refuse(1);
			publish(context, 0, 10);
			await().atMost(PATIENCE)
				.until(() -> records(context, "delivered") == 9 && records(context, "set_aside") == 1);
			assertThat(records(context, "published")).isEqualTo(10);
			await().atMost(PATIENCE).until(() -> gauge(context, "pending") == 0 && gauge(context, "oldest.age") == 0);
			assertThat(meters(context).get("batchpipe.outbox.lag").timer().count()).isPositive();
			assertThat(meters(context).get("batchpipe.outbox.claim").timer().totalTime(TimeUnit.NANOSECONDS))
				.isPositive();
		});
	}

	@Test
	void theMetersShowWhatOtherInstancesHaveSetAside() {
		withRegistry().run((context) -> {
			setOneAside(context);
			withRegistry().run((other) -> await().atMost(PATIENCE).until(() -> gauge(other, "set.aside") == 1));
		});
	}

	@Test
	void whenBatchPipeIsDownThenTheMetersShowTheBacklog() {
		withRegistry().run((context) -> {
			this.server.pause();
			publish(context, 0, 10);
			await().atMost(PATIENCE).until(() -> gauge(context, "pending") == 10);
			assertThat(gauge(context, "oldest.age")).isPositive();
			await().atMost(PATIENCE)
				.until(() -> meters(context).get("batchpipe.outbox.paused")
					.tag("cause", "unreachable")
					.gauge()
					.value() == 1);
			assertThat(meters(context).get("batchpipe.outbox.paused").tag("cause", "database").gauge().value())
				.isZero();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("pending", 10L)
				.containsEntry("pause", RelayPause.UNREACHABLE);
		});
	}

	@Test
	void whenTheInstanceHasNotLookedYetThenTheMetersKnowNothing() {
		withRegistry().withPropertyValues("batchpipe.outbox.relay.enabled=false").run((context) -> {
			assertThat(gauge(context, "pending")).isNaN();
			assertThat(gauge(context, "set.aside")).isNaN();
			assertThat(gauge(context, "oldest.age")).isNaN();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).isEmpty();
		});
	}

	@Test
	void whenThereIsNoRegistryThenThereAreNoMeters() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(BatchPipeOutbox.class)
			.doesNotHaveBean(OutboxMeters.class));
	}

	@Test
	void healthIsUpWithTheFigures() {
		this.runner.run((context) -> {
			await().atMost(PATIENCE).until(() -> health(context).getDetails().containsKey("setAside"));
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("pending", 0L)
				.containsEntry("oldestAge", Duration.ZERO)
				.containsEntry("setAside", 0L)
				.doesNotContainKey("pause");
		});
	}

	@Test
	void whenTheDatabaseCannotBeUsedThenHealthIsDown() {
		this.runner.run((context) -> {
			JdbcTemplate jdbc = new JdbcTemplate(context.getBean(DataSource.class));
			jdbc.execute("alter table BATCHPIPE_OUTBOX rename to ELSEWHERE");
			await().atMost(PATIENCE).until(() -> health(context).getStatus().equals(Status.DOWN));
			assertThat(health(context).getDetails()).containsEntry("pause", RelayPause.DATABASE);
			jdbc.execute("alter table ELSEWHERE rename to BATCHPIPE_OUTBOX");
			await().atMost(PATIENCE).until(() -> health(context).getStatus().equals(Status.UP));
		});
	}

	@Test
	void whenTheOutboxIsStoppedThenHealthIsOutOfService() {
		BatchPipeOutbox stopped = mock();
		given(stopped.stats()).willReturn(new OutboxStats(0, 0, 0, 5, 1, Duration.ofMinutes(1), null, false));
		Health health = new BatchPipeOutboxHealthIndicator(stopped).health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("pending", 5L).containsEntry("oldestAge", Duration.ofMinutes(1));
	}

	@Test
	void healthCanBeDisabled() {
		this.runner.withPropertyValues("management.health.batchpipe-outbox.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(BatchPipeOutboxHealthIndicator.class));
	}

	@Test
	void theEndpointShowsTheFiguresAndTheRecordsThatAreSetAside() {
		this.runner.run((context) -> {
			SetAsideRecordDescriptor record = setOneAside(context);
			BatchPipeOutboxEndpoint endpoint = context.getBean(BatchPipeOutboxEndpoint.class);
			assertThat(endpoint.outbox().stats().published()).isEqualTo(10);
			assertThat(endpoint.outbox().setAsideRecords()).containsExactly(record);
			assertThat(endpoint.setAsideRecords(this.pipe).records()).containsExactly(record);
			assertThat(endpoint.setAsideRecords("other").records()).isEmpty();
			assertThat(record.pipeId()).isEqualTo(this.pipe);
			assertThat(record.size()).isEqualTo("{\"n\":1}".length());
			assertThat(record.reason()).isEqualTo("INVALID");
			assertThat(record.status()).isEqualTo(400);
		});
	}

	@Test
	void whenTheDatabaseCannotBeUsedThenTheEndpointStillShowsTheFigures() {
		this.runner.run((context) -> {
			new JdbcTemplate(context.getBean(DataSource.class))
				.execute("alter table BATCHPIPE_OUTBOX_SET_ASIDE rename to ELSEWHERE");
			BatchPipeOutboxEndpoint endpoint = context.getBean(BatchPipeOutboxEndpoint.class);
			assertThat(endpoint.outbox().stats()).isNotNull();
			assertThat(endpoint.outbox().setAsideRecords()).isNull();
		});
	}

	@Test
	void theEndpointRetriesARecord() {
		this.runner.run((context) -> {
			SetAsideRecordDescriptor record = setOneAside(context);
			this.server.removeFaults();
			BatchPipeOutboxEndpoint endpoint = context.getBean(BatchPipeOutboxEndpoint.class);
			assertThat(endpoint.retryRecord(this.pipe, record.id().toString()).records()).isOne();
			assertThat(this.server.awaitRecords(this.pipe, 10, PATIENCE)).isTrue();
			assertThat(endpoint.setAsideRecords(this.pipe).records()).isEmpty();
		});
	}

	@Test
	void theEndpointRetriesThoseOfAPipe() {
		this.runner.run((context) -> {
			setOneAside(context);
			this.server.removeFaults();
			BatchPipeOutboxEndpoint endpoint = context.getBean(BatchPipeOutboxEndpoint.class);
			assertThat(endpoint.retryPipe("other").records()).isZero();
			assertThat(endpoint.retryPipe(this.pipe).records()).isOne();
			assertThat(this.server.awaitRecords(this.pipe, 10, PATIENCE)).isTrue();
		});
	}

	@Test
	void theEndpointDeletesARecord() {
		this.runner.run((context) -> {
			SetAsideRecordDescriptor record = setOneAside(context);
			BatchPipeOutboxEndpoint endpoint = context.getBean(BatchPipeOutboxEndpoint.class);
			assertThat(endpoint.deleteRecord(this.pipe, record.id().toString()).records()).isOne();
			assertThat(endpoint.deletePipe(this.pipe).records()).isZero();
			assertThat(endpoint.setAsideRecords(this.pipe).records()).isEmpty();
		});
	}

	@Test
	void whenThereIsNoSuchRecordThenTheEndpointSaysSo() {
		this.runner.run((context) -> {
			BatchPipeOutboxEndpoint endpoint = context.getBean(BatchPipeOutboxEndpoint.class);
			String id = UUID.randomUUID().toString();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.retryRecord(this.pipe, id))
				.withMessageContaining("No record with this identifier");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.deleteRecord(this.pipe, id))
				.withMessageContaining("No record with this identifier");
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> endpoint.deleteRecord(this.pipe, "1"))
				.withMessageContaining("'id' must be a UUID");
		});
	}

	private ApplicationContextRunner withRegistry() {
		return this.runner
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
	}

	private SetAsideRecordDescriptor setOneAside(AssertableApplicationContext context) {
		refuse(1);
		publish(context, 0, 10);
		BatchPipeOutbox outbox = context.getBean(BatchPipeOutbox.class);
		await().atMost(PATIENCE)
			.until(() -> outbox.stats().delivered() == 9 && outbox.stats().setAsideByInstance() == 1);
		List<SetAsideRecordDescriptor> records = context.getBean(BatchPipeOutboxEndpoint.class)
			.setAsideRecords(this.pipe)
			.records();
		assertThat(records).hasSize(1);
		return records.get(0);
	}

	private void refuse(int n) {
		this.server.on(BatchPipeOperation.INGEST)
			.when((request) -> request.bodyAsString().contains("{\"n\":" + n + "}"))
			.respond(400);
	}

	private static void publish(AssertableApplicationContext context, int from, int to) {
		BatchPipeOutbox outbox = context.getBean(BatchPipeOutbox.class);
		new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult((status) -> {
			for (int n = from; n < to; n++) {
				outbox.publish(Map.of("n", n));
			}
		});
	}

	private static MeterRegistry meters(AssertableApplicationContext context) {
		return context.getBean(MeterRegistry.class);
	}

	private static double records(AssertableApplicationContext context, String state) {
		return meters(context).get("batchpipe.outbox.records").tag("state", state).functionCounter().count();
	}

	private static double gauge(AssertableApplicationContext context, String name) {
		return meters(context).get("batchpipe.outbox." + name).gauge().value();
	}

	private static Health health(AssertableApplicationContext context) {
		return context.getBean(BatchPipeOutboxHealthIndicator.class).health();
	}

}
