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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxTransactionListener;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * An application instance in a separate process that may be killed at any moment. Each
 * transaction stores its records in a table of the application, and some transactions are
 * rolled back.
 */
public final class CrashingInstance {

	private CrashingInstance() {
	}

	/**
	 * Run until the process is killed or its standard input ends.
	 * @param args the name of the instance, the URLs of the database and of BatchPipe,
	 * the key, the pipe, and whether to publish
	 */
	public static void main(String[] args) throws Exception {
		String instance = args[0];
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(args[1]);
		config.setMaximumPoolSize(8);
		config.setConnectionTimeout(2000);
		config.setInitializationFailTimeout(-1);
		HikariDataSource dataSource = new HikariDataSource(config);
		BatchPipeClient client = BatchPipeClient.builder().baseUrl(args[2]).apiKey(ApiKey.of(args[3])).build();
		BatchPipePublisher publisher = BatchPipePublisher.builder(client)
			.recordIdField("id")
			.requestTimeout(Duration.ofSeconds(2))
			.maxBackoff(Duration.ofMillis(500))
			.build();
		BatchPipeOutbox outbox = BatchPipeOutbox.builder(dataSource, publisher)
			.pipeId(args[4])
			.maxClaimRecords(200)
			.pollInterval(Duration.ofMillis(200))
			.maxPollInterval(Duration.ofSeconds(1))
			.build();
		((SmartLifecycle) outbox).start();
		if (Boolean.parseBoolean(args[5])) {
			publish(instance, dataSource, outbox);
		}
		while (System.in.read() >= 0) {
			// The process that started this instance is alive.
		}
		Runtime.getRuntime().halt(0);
	}

	private static void publish(String instance, HikariDataSource dataSource, BatchPipeOutbox outbox) {
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(dataSource);
		transactionManager.addListener(new OutboxTransactionListener());
		TransactionTemplate transaction = new TransactionTemplate(transactionManager);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		AtomicLong next = new AtomicLong();
		for (int i = 0; i < 2; i++) {
			Thread thread = new Thread(() -> {
				Random random = new Random();
				while (true) {
					publish(instance, random, next, transaction, jdbc, outbox);
				}
			});
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void publish(String instance, Random random, AtomicLong next, TransactionTemplate transaction,
			JdbcTemplate jdbc, BatchPipeOutbox outbox) {
		List<Map<String, String>> records = new ArrayList<>();
		for (int i = random.nextInt(1, 50); i > 0; i--) {
			records.add(Map.of("n", instance + "-" + next.getAndIncrement()));
		}
		try {
			transaction.executeWithoutResult((status) -> {
				jdbc.batchUpdate("insert into COMMITTED (N) values (?)", records, records.size(),
						(statement, record) -> statement.setString(1, record.get("n")));
				records.forEach(outbox::publish);
				if (random.nextInt(10) == 0) {
					status.setRollbackOnly();
				}
			});
			TimeUnit.MILLISECONDS.sleep(random.nextInt(1, 20));
		}
		catch (Exception ex) {
			// The database is unavailable or shutting down: the next transaction may
			// succeed.
		}
	}

}
