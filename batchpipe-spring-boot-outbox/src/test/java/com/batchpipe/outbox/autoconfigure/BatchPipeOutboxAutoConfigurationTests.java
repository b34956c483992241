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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.Lifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.autoconfigure.BatchPipeAutoConfiguration;
import com.batchpipe.autoconfigure.publisher.BatchPipePublisherAutoConfiguration;
import com.batchpipe.client.RawJson;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxDatabaseException;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.RecordTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BatchPipeOutboxAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BatchPipeOutboxAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BatchPipeAutoConfiguration.class,
				BatchPipePublisherAutoConfiguration.class, BatchPipeOutboxAutoConfiguration.class))
		.withPropertyValues("batchpipe.base-url=http://localhost:1", "batchpipe.publisher.pipe-id=records");

	private final ApplicationContextRunner withDatabase = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	@Test
	void whenThereIsNoDataSourceThenThereIsNoOutbox() {
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BatchPipeOutbox.class));
	}

	@Test
	void whenThereIsNoPublisherThenThereIsNoOutbox() {
		this.withDatabase.withPropertyValues("batchpipe.publisher.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(BatchPipeOutbox.class));
	}

	@Test
	void whenTheOutboxIsDisabledThenThereIsNone() {
		this.withDatabase.withPropertyValues("batchpipe.outbox.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BatchPipeOutbox.class)
				.doesNotHaveBean(OutboxDataSourceScriptDatabaseInitializer.class));
	}

	@Test
	void whenTheApplicationDefinesAnOutboxThenAutoConfigurationBacksOff() {
		this.withDatabase.withBean("ownOutbox", BatchPipeOutbox.class, () -> mock(BatchPipeOutbox.class))
			.run((context) -> assertThat(context).hasSingleBean(BatchPipeOutbox.class).hasBean("ownOutbox"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "batchpipe.publisher.record-id-field=record_id" })
	void acceptsRecordsAsLargeAsThoseThatThePublisherAccepts(String property) {
		int size = property.isEmpty() ? 500 : 500 - "\"record_id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",".length();
		RawJson largest = RawJson.of("{\"text\":\"%s\"}".formatted("x".repeat(size - 11)));
		RawJson tooLarge = RawJson.of("{\"text\":\"%s\"}".formatted("x".repeat(size - 10)));
		this.withDatabase
			.withPropertyValues(property, "batchpipe.publisher.max-record-size=500B",
					"batchpipe.publisher.drain-timeout=1ms", "batchpipe.outbox.relay.enabled=false")
			.run((context) -> {
				BatchPipePublisher publisher = context.getBean(BatchPipePublisher.class);
				BatchPipeOutbox outbox = context.getBean(BatchPipeOutbox.class);
				PlatformTransactionManager transactionManager = context.getBean(PlatformTransactionManager.class);
				publisher.publish(largest);
				publish(transactionManager, outbox, largest);
				assertThatExceptionOfType(RecordTooLargeException.class).isThrownBy(() -> publisher.publish(tooLarge));
				assertThatExceptionOfType(RecordTooLargeException.class)
					.isThrownBy(() -> publish(transactionManager, outbox, tooLarge));
			});
	}

	@Test
	void whenTheDatabaseIsEmbeddedThenTheTablesAreCreatedAndRecordsCanBePublished() {
		this.withDatabase.run((context) -> {
			publish(context.getBean(PlatformTransactionManager.class), context.getBean(BatchPipeOutbox.class));
			assertThat(rows(context.getBean(JdbcTemplate.class), "BATCHPIPE_OUTBOX")).isOne();
			assertThat(((Lifecycle) context.getBean(BatchPipeOutbox.class)).isRunning()).isTrue();
		});
	}

	@Test
	void whenTheTablePrefixIsSetThenTheTablesHaveIt() {
		this.withDatabase.withPropertyValues("batchpipe.outbox.table-prefix=PUBLIC.MINE_").run((context) -> {
			publish(context.getBean(PlatformTransactionManager.class), context.getBean(BatchPipeOutbox.class));
			assertThat(rows(context.getBean(JdbcTemplate.class), "MINE_OUTBOX")).isOne();
			assertThat(rows(context.getBean(JdbcTemplate.class), "MINE_OUTBOX_SET_ASIDE")).isZero();
		});
	}

	@Test
	void whenTheTablesAreMissingThenTheStartFailsAndSaysWhatToDo() {
		this.withDatabase.withPropertyValues("batchpipe.outbox.initialize-schema=never").run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = new OutboxDatabaseFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("BATCHPIPE_OUTBOX does not exist");
			assertThat(analysis.getAction()).contains("schema-h2.sql", "batchpipe.outbox.initialize-schema");
		});
	}

	@Test
	void whenTheDatabaseIsNotSupportedThenTheStartFailsWithTheListOfThoseThatAre() {
		this.runner.withBean(DataSource.class, BatchPipeOutboxAutoConfigurationTests::oracle)
			.withPropertyValues("batchpipe.outbox.initialize-schema=never")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(OutboxDatabaseException.class)
					.rootCause()
					.hasMessageContaining("Oracle")
					.hasMessageContaining("PostgreSQL 14");
			});
	}

	private static DataSource oracle() {
		try {
			DatabaseMetaData database = mock();
			given(database.getDatabaseProductName()).willReturn("Oracle");
			given(database.getDatabaseProductVersion()).willReturn("23.0");
			Connection connection = mock();
			given(connection.getMetaData()).willReturn(database);
			DataSource dataSource = mock();
			given(dataSource.getConnection()).willReturn(connection);
			return dataSource;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void whenThereAreSeveralDataSourcesThenTheQualifierChooses() {
		this.runner.withUserConfiguration(SeveralDataSources.class).run((context) -> {
			publish(context.getBean("secondTransactionManager", PlatformTransactionManager.class),
					context.getBean(BatchPipeOutbox.class));
			assertThat(rows(new JdbcTemplate(context.getBean("second", DataSource.class)), "BATCHPIPE_OUTBOX")).isOne();
		});
	}

	@Test
	void whenThereAreSeveralDataSourcesAndNoQualifierThenTheStartFails() {
		this.runner.withBean("first", DataSource.class, () -> database("first"))
			.withBean("second", DataSource.class, () -> database("second"))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					batchpipe.outbox.relay.workers=0             | batchpipe.outbox.relay.workers           | between 1 and 64
					batchpipe.outbox.relay.poll-interval=1ms     | batchpipe.outbox.relay.poll-interval     | 10 ms
					batchpipe.outbox.relay.max-poll-interval=1ms | batchpipe.outbox.relay.max-poll-interval | batchpipe.outbox.relay.poll-interval
					batchpipe.outbox.drain-timeout=-1s           | batchpipe.outbox.drain-timeout           | negative
					batchpipe.outbox.drain-timeout=30s           | batchpipe.outbox.drain-timeout           | timeout-per-shutdown-phase
					batchpipe.outbox.table-prefix=a;b            | batchpipe.outbox.table-prefix            | letters
					batchpipe.outbox.ordering=strict             | batchpipe.outbox.ordering                | batchpipe.publisher.ordering
					""")
	void whenAPropertyCannotWorkThenItIsNamed(String pair, String property, String reason) {
		this.withDatabase.withPropertyValues(pair).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
					assertThat(ex.getName()).isEqualTo(property);
					assertThat(ex.getReason()).contains(reason);
				});
		});
	}

	@Test
	void whenTheOrderOfThePublisherIsStrictThenThatOfTheOutboxIsToo() {
		this.withDatabase.withPropertyValues("batchpipe.publisher.ordering=strict", "batchpipe.outbox.ordering=strict")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenThePoolIsTooSmallThenTheStartSaysSo(CapturedOutput output) {
		this.withDatabase.withPropertyValues("spring.datasource.hikari.maximum-pool-size=2",
				"spring.datasource.type=com.zaxxer.hikari.HikariDataSource", "spring.datasource.url=jdbc:h2:mem:small")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains(
						"The maximum size of the connection pool is 2, but each worker of the outbox needs a connection")
					.contains("batchpipe.outbox.relay.workers");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", ";OLD_INFORMATION_SCHEMA=TRUE" })
	void whenH2WritesCommitsLaterThenTheStartSaysSo(String settings, @TempDir Path directory, CapturedOutput output) {
		withFile(directory, settings).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output)
				.contains("H2 can write a transaction to its file up to 500 ms after the commit has returned")
				.contains(";WRITE_DELAY=0");
		});
	}

	@Test
	void whenH2WritesCommitsAtOnceThenTheStartIsQuiet(@TempDir Path directory, CapturedOutput output) {
		withFile(directory, ";WRITE_DELAY=0").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("H2 can write");
		});
		this.withDatabase.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("H2 can write");
		});
	}

	private ApplicationContextRunner withFile(Path directory, String settings) {
		return this.withDatabase.withPropertyValues("batchpipe.outbox.initialize-schema=always",
				"spring.datasource.url=jdbc:h2:file:" + directory.resolve("outbox") + settings);
	}

	@Test
	void whenVirtualThreadsAreEnabledThenTheContextStartsAndStops() {
		this.withDatabase.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			Lifecycle outbox = (Lifecycle) context.getBean(BatchPipeOutbox.class);
			outbox.stop();
			assertThat(outbox.isRunning()).isFalse();
			outbox.start();
			assertThat(outbox.isRunning()).isTrue();
		});
	}

	private static void publish(PlatformTransactionManager transactionManager, BatchPipeOutbox outbox) {
		publish(transactionManager, outbox, RawJson.of("{\"n\":1}"));
	}

	private static void publish(PlatformTransactionManager transactionManager, BatchPipeOutbox outbox, RawJson record) {
		new TransactionTemplate(transactionManager).executeWithoutResult((status) -> outbox.publish(record));
	}

	private static long rows(JdbcTemplate jdbc, String table) {
		Long rows = jdbc.queryForObject("select count(*) from " + table, Long.class);
		return (rows != null) ? rows : -1;
	}

	private static DataSource database(String name) {
		return new EmbeddedDatabaseBuilder().generateUniqueName(true).setType(EmbeddedDatabaseType.H2).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralDataSources {

		@Bean
		DataSource first() {
			return database("first");
		}

		@Bean
		@BatchPipeOutboxDataSource
		DataSource second() {
			return database("second");
		}

		@Bean
		JdbcTransactionManager secondTransactionManager(@BatchPipeOutboxDataSource DataSource second) {
			return new JdbcTransactionManager(second);
		}

	}

}
