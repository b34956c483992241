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

package com.batchpipe.test.batch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import com.batchpipe.client.BatchPipeOperation;
import com.batchpipe.test.BatchPipeServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a job with a million rows of a PostgreSQL database whose process is killed halfway
 * and restarted.
 */
class KilledJobTests {

	private static final String PIPE = "01890a5d-ac96-774b-bcce-b302099a8057";

	private static final int ROWS = 1_000_000;

	private static final Duration WAIT = Duration.ofMinutes(2);

	private static final Pattern NUMBER = Pattern.compile(":(\\d+)}");

	private final BitSet arrived = new BitSet();

	private int duplicates;

	@Test
	@Timeout(300)
	void whenTheProcessIsKilledAndStartedAgainThenAllRowsArriveAndAtMostOneChunkTwice(@TempDir Path directory)
			throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
			.setOverrideWorkingDirectory(directory.toFile())
			.start(); BatchPipeServer server = BatchPipeServer.builder().pipes(PIPE).countOnly().start()) {
			server.on(BatchPipeOperation.INGEST).respondWith((request) -> {
				record(request.bodyAsString());
				return null;
			});
			JdbcTemplate database = new JdbcTemplate(postgres.getPostgresDatabase());
			new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
				.execute(postgres.getPostgresDatabase());
			database.execute("create table source as select generate_series(0, " + (ROWS - 1) + ") as n");
			Process first = start(postgres, server, directory);
			assertThat(server.awaitRecords(PIPE, ROWS / 3, WAIT)).isTrue();
			first.destroyForcibly();
			assertThat(first.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(first.exitValue()).isNotZero();
			Process second = start(postgres, server, directory);
			assertThat(second.waitFor(WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(second.exitValue()).isZero();
			assertThat(this.arrived.cardinality()).isEqualTo(ROWS);
			assertThat(this.duplicates).isLessThanOrEqualTo(RowsJob.CHUNK);
			assertThat(server.recordCount(PIPE)).isEqualTo(ROWS + this.duplicates);
		}
	}

	private synchronized void record(String body) {
		Matcher numbers = NUMBER.matcher(body);
		while (numbers.find()) {
			int number = Integer.parseInt(numbers.group(1));
			this.duplicates += this.arrived.get(number) ? 1 : 0;
			this.arrived.set(number);
		}
	}

	private static Process start(EmbeddedPostgres postgres, BatchPipeServer server, Path directory) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
				"-cp", System.getProperty("java.class.path"), RowsJob.class.getName(),
				postgres.getJdbcUrl("postgres", "postgres"), server.url(), server.apiKey().reveal(), PIPE);
		File log = directory.resolve("job.log").toFile();
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
			.start();
	}

}
