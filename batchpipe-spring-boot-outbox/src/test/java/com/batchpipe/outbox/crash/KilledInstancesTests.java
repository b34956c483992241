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

package com.batchpipe.outbox.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs two application instances on one PostgreSQL database, with faults in BatchPipe.
 * The instances are killed at random moments, and the database is restarted in between.
 * Set the system property {@code outbox.kills} for a longer run.
 */
class KilledInstancesTests {

	private static final int KILLS = Integer.getInteger("outbox.kills", 4);

	private static final int CLAIMED_AT_ONCE = 2 * 200;

	private final Random random = new Random(42);

	private final BatchPipeServer server = BatchPipeServer.start();

	private final String pipe = this.server.createPipe("records");

	private final Map<Integer, Process> instances = new HashMap<>();

	private EmbeddedPostgres postgres;

	private int started;

	@TempDir
	private Path directory;

	@AfterEach
	void stop() throws Exception {
		this.instances.values().forEach(Process::destroyForcibly);
		for (Process instance : this.instances.values()) {
			instance.waitFor();
		}
		this.postgres.close();
		this.server.close();
	}

	@Test
	void whenInstancesAreKilledThenEveryCommittedRecordArrivesAndNoOther() throws Exception {
		startDatabase(0);
		int port = this.postgres.getPort();
		createTables();
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.05, 1).respond(503);
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.02, 2).afterProcessing().resetConnection();
		this.server.on(BatchPipeOperation.INGEST).withProbability(0.02, 3).latency(Duration.ofMillis(100));
		startInstance(0, true);
		startInstance(1, true);
		for (int kill = 0; kill < KILLS; kill++) {
			TimeUnit.MILLISECONDS.sleep(1000 + this.random.nextInt(1500));
			int victim = this.random.nextInt(2);
			this.instances.get(victim).destroyForcibly().waitFor();
			if (kill % 4 == 1) {
				this.postgres.close();
				startDatabase(port);
			}
			startInstance(victim, true);
		}
		TimeUnit.SECONDS.sleep(1);
		for (Process instance : this.instances.values()) {
			instance.destroyForcibly().waitFor();
		}
		startInstance(0, false);
		JdbcTemplate jdbc = new JdbcTemplate(this.postgres.getPostgresDatabase());
		long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
		while (rows(jdbc) > 0 && System.nanoTime() < deadline) {
			TimeUnit.MILLISECONDS.sleep(100);
		}
		assertBooks(jdbc);
	}

	private void assertBooks(JdbcTemplate jdbc) {
		assertThat(rows(jdbc)).isZero();
		Set<String> committed = new HashSet<>(jdbc.queryForList("select N from COMMITTED", String.class));
		List<JsonNode> records = this.server.records(this.pipe);
		Map<String, String> ids = new HashMap<>();
		Set<String> changed = new HashSet<>();
		for (JsonNode record : records) {
			String n = record.get("n").asString();
			String id = record.get("id").asString();
			String before = ids.put(n, id);
			if (before != null && !before.equals(id)) {
				changed.add(n);
			}
		}
		long lostResponses = this.server.requests(BatchPipeOperation.INGEST).size() / 20 + KILLS + KILLS / 4 * 2;
		assertThat(committed).isNotEmpty();
		assertThat(ids.keySet()).isEqualTo(committed);
		assertThat(changed).isEmpty();
		assertThat(records.size() - ids.size()).isLessThanOrEqualTo((int) lostResponses * CLAIMED_AT_ONCE);
		System.getLogger(KilledInstancesTests.class.getName())
			.log(System.Logger.Level.INFO, KILLS + " kills: " + committed.size() + " records committed, "
					+ records.size() + " arrived, " + this.started + " instances started");
	}

	private static long rows(JdbcTemplate jdbc) {
		Long rows = jdbc.queryForObject("select count(*) from BATCHPIPE_OUTBOX", Long.class);
		return (rows != null) ? rows : -1;
	}

	private void startDatabase(int port) throws IOException {
		this.postgres = EmbeddedPostgres.builder()
			.setPort(port)
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false)
			.start();
	}

	private void createTables() {
		new ResourceDatabasePopulator(new ClassPathResource("com/batchpipe/outbox/schema-postgresql.sql"))
			.execute(this.postgres.getPostgresDatabase());
		new JdbcTemplate(this.postgres.getPostgresDatabase())
			.execute("create table COMMITTED (N varchar(100) primary key)");
	}

	private void startInstance(int number, boolean publishing) throws IOException {
		String java = ProcessHandle.current().info().command().orElse("java");
		Process instance = new ProcessBuilder(java, "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				CrashingInstance.class.getName(), "instance" + this.started++,
				this.postgres.getJdbcUrl("postgres", "postgres"), this.server.url(), this.server.apiKey().reveal(),
				this.pipe, String.valueOf(publishing))
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/killed-instances.log")))
			.start();
		this.instances.put(number, instance);
	}

}
