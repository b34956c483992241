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

package com.batchpipe.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.publisher.BatchPipePublisher;
import com.batchpipe.publisher.BatchPipePublisherBuilder;
import com.batchpipe.test.BatchPipeServer;

/**
 * A database, an embedded BatchPipe, and application instances that share both.
 */
final class OutboxFixture implements AutoCloseable {

	final BatchPipeServer server = BatchPipeServer.start();

	final String pipe = this.server.createPipe("records");

	final HikariDataSource dataSource;

	final JdbcTemplate jdbc;

	final TransactionTemplate transaction;

	private final List<Runnable> instances = new ArrayList<>();

	OutboxFixture(TestDatabase database) {
		this.dataSource = database.connect(20);
		this.jdbc = new JdbcTemplate(this.dataSource);
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(this.dataSource);
		transactionManager.addListener(new OutboxTransactionListener());
		this.transaction = new TransactionTemplate(transactionManager);
	}

	/**
	 * Create an instance without a running relay.
	 */
	DefaultBatchPipeOutbox outbox() {
		return outbox((publisher) -> {
		}, (outbox) -> {
		});
	}

	DefaultBatchPipeOutbox outbox(Consumer<BatchPipePublisherBuilder> publisherCustomizer,
			Consumer<BatchPipeOutboxBuilder> customizer) {
		BatchPipeClient client = BatchPipeClient.builder()
			.baseUrl(this.server.url())
			.apiKey(this.server.apiKey())
			.build();
		BatchPipePublisherBuilder publisherBuilder = BatchPipePublisher.builder(client)
			.minBackoff(Duration.ofMillis(20))
			.maxBackoff(Duration.ofMillis(200))
			.drainTimeout(Duration.ofSeconds(1));
		publisherCustomizer.accept(publisherBuilder);
		BatchPipePublisher publisher = publisherBuilder.build();
		BatchPipeOutboxBuilder builder = BatchPipeOutbox.builder(this.dataSource, publisher)
			.pipeId(this.pipe)
			.pollInterval(Duration.ofMillis(100))
			.maxPollInterval(Duration.ofMillis(500));
		customizer.accept(builder);
		DefaultBatchPipeOutbox outbox = (DefaultBatchPipeOutbox) builder.build();
		this.instances.add(() -> {
			outbox.stop();
			publisher.close();
			client.close();
		});
		return outbox;
	}

	/**
	 * Create an instance with a running relay.
	 */
	DefaultBatchPipeOutbox started() {
		DefaultBatchPipeOutbox outbox = outbox();
		outbox.start();
		return outbox;
	}

	void publish(BatchPipeOutbox outbox, int from, int to) {
		this.transaction.executeWithoutResult((status) -> outbox.publishAll(this.pipe, records(from, to)));
	}

	static List<Map<String, Integer>> records(int from, int to) {
		return IntStream.range(from, to).mapToObj((n) -> Map.of("n", n)).toList();
	}

	/**
	 * Return the received numbers in order of arrival.
	 */
	List<Integer> arrived() {
		return this.server.records(this.pipe).stream().map((record) -> record.get("n").asInt()).toList();
	}

	long rows() {
		return rows("BATCHPIPE_OUTBOX");
	}

	long rows(String table) {
		Long rows = this.jdbc.queryForObject("select count(*) from " + table, Long.class);
		return (rows != null) ? rows : -1;
	}

	@Override
	public void close() {
		this.instances.forEach(Runnable::run);
		this.dataSource.close();
		this.server.close();
	}

}
