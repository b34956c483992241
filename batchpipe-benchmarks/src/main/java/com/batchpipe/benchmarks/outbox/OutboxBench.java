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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.benchmarks.Reading;
import com.batchpipe.benchmarks.SinkProcess;
import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.BatchPipeOutboxBuilder;
import com.batchpipe.outbox.OutboxListener;
import com.batchpipe.outbox.OutboxTransactionListener;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * A PostgreSQL database with the tables of the outbox, a sink, and instances that share
 * both.
 */
final class OutboxBench implements AutoCloseable {

	static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	static final byte[] RECORD = JsonMapper.shared().writeValueAsBytes(Reading.all()[0]);

	private static final String JSON = new String(RECORD, StandardCharsets.UTF_8);

	private static final int NUMBER = JSON.indexOf(Reading.MARKER) + 1;

	final SinkProcess sink;

	final HikariDataSource dataSource;

	final JdbcTemplate jdbc;

	final TransactionTemplate transaction;

	private final EmbeddedPostgres postgres;

	private final ProcessHandle postmaster;

	private final List<Runnable> instances = new ArrayList<>();

	OutboxBench() throws IOException {
		this.postgres = EmbeddedPostgres.builder()
			.setServerConfig("shared_buffers", "512MB")
			.setServerConfig("max_wal_size", "4GB")
			.start();
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url("postgres"));
		config.setMaximumPoolSize(20);
		this.dataSource = new HikariDataSource(config);
		this.jdbc = new JdbcTemplate(this.dataSource);
		long backend = Objects.requireNonNull(this.jdbc.queryForObject("select pg_backend_pid()", Long.class));
		this.postmaster = ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
		new ResourceDatabasePopulator(new ClassPathResource("com/batchpipe/outbox/schema-postgresql.sql"))
			.execute(this.dataSource);
		this.jdbc.execute("create table PLAIN (PIPE_ID varchar(100) not null, ID uuid not null, "
				+ "PAYLOAD bytea not null, primary key (PIPE_ID, ID))");
		this.jdbc.execute("create table ORDERS (ID uuid primary key, STATUS varchar(20))");
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(this.dataSource);
		transactionManager.addListener(new OutboxTransactionListener());
		this.transaction = new TransactionTemplate(transactionManager);
		this.sink = SinkProcess.start();
	}

	/**
	 * Return the JDBC URL of the database of a sender: that of the outbox, or a new one.
	 */
	String database(Senders sender) {
		if (sender.usesOutbox()) {
			return url("postgres");
		}
		String name = sender.name().toLowerCase(Locale.ROOT);
		this.jdbc.execute("create database " + name);
		return url(name);
	}

	private String url(String database) {
		return this.postgres.getJdbcUrl("postgres", database);
	}

	/**
	 * Return the version of the database and the settings that affect the measurements.
	 */
	String describe() {
		return String.join(", ",
				this.jdbc.queryForList(
						"select name || ' ' || setting from pg_settings "
								+ "where name in ('server_version', 'fsync', 'synchronous_commit', 'shared_buffers')",
						String.class));
	}

	/**
	 * Return the processor time of all processes of the database.
	 */
	Duration databaseCpu() {
		return ProcessorTime.of(this.postmaster);
	}

	BatchPipeOutbox instance(int workers, OutboxListener listener) {
		BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(this.sink.url())
			.apiKey(ApiKey.of("bp_v1_benchmark"))
			.build();
		BatchPipePublisher publisher = BatchPipePublisher.builder(client).build();
		BatchPipeOutboxBuilder builder = BatchPipeOutbox.builder(this.dataSource, publisher)
			.pipeId(PIPE)
			.workers(workers)
			.listener(listener);
		BatchPipeOutbox outbox = builder.build();
		this.instances.add(() -> {
			((SmartLifecycle) outbox).stop();
			publisher.close();
			client.close();
		});
		return outbox;
	}

	static void start(BatchPipeOutbox outbox) {
		((SmartLifecycle) outbox).start();
	}

	void stopInstances() {
		this.instances.forEach(Runnable::run);
		this.instances.clear();
	}

	/**
	 * Fill the outbox with rows, as if many transactions had inserted them.
	 */
	void fill(long rows) {
		this.jdbc.execute("truncate BATCHPIPE_OUTBOX");
		this.jdbc.update("""
				insert into BATCHPIPE_OUTBOX (PIPE_ID, ID, PAYLOAD)
				select ?, ('01890a5d-' || lpad(to_hex(n / 4096), 4, '0') || '-7' || lpad(to_hex(n % 4096), 3, '0')
					|| '-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ? from generate_series(1, ?) n""", PIPE, RECORD,
				rows);
		this.jdbc.execute("analyze BATCHPIPE_OUTBOX");
		this.jdbc.execute("checkpoint");
	}

	/**
	 * Wait until the given number of further records has arrived at the sink.
	 * @return how long it took, in seconds
	 */
	double awaitRecords(long before, long records) throws InterruptedException {
		long start = System.nanoTime();
		long deadline = start + Duration.ofMinutes(5).toNanos();
		while (this.sink.counts().records() - before < records) {
			if (System.nanoTime() > deadline) {
				throw new IllegalStateException("The records did not arrive");
			}
			TimeUnit.MILLISECONDS.sleep(5);
		}
		return (System.nanoTime() - start) / 1e9;
	}

	static UUID newId() {
		return UUID.randomUUID();
	}

	/**
	 * Return the record as JSON with a six-digit number in its identifier, so that no two
	 * of a million are the same.
	 */
	static String json(int number) {
		String digits = String.valueOf(1_000_000 + number % 1_000_000);
		return JSON.substring(0, NUMBER) + digits.substring(1) + JSON.substring(NUMBER + 6);
	}

	static RawJson record() {
		return RawJson.of(RECORD);
	}

	@Override
	public void close() throws IOException {
		stopInstances();
		this.sink.close();
		this.dataSource.close();
		this.postgres.close();
	}

}
