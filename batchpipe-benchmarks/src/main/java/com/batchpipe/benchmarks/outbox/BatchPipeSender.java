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

import java.util.List;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import com.batchpipe.client.ApiKey;
import com.batchpipe.client.BatchPipeClient;
import com.batchpipe.client.RawJson;
import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxTransactionListener;
import com.batchpipe.publisher.BatchPipePublisher;

/**
 * This outbox with its defaults.
 */
final class BatchPipeSender implements Sender {

	private final HikariDataSource dataSource;

	private final TransactionTemplate transaction;

	private final BatchPipeClient client;

	private final BatchPipePublisher publisher;

	private final BatchPipeOutbox outbox;

	BatchPipeSender(Places places) {
		this.dataSource = places.dataSource(10);
		JdbcTransactionManager transactionManager = new JdbcTransactionManager(this.dataSource);
		transactionManager.addListener(new OutboxTransactionListener());
		this.transaction = new TransactionTemplate(transactionManager);
		this.client = BatchPipeClient.builder().baseUrl(places.sink()).apiKey(ApiKey.of("bp_v1_benchmark")).build();
		this.publisher = BatchPipePublisher.builder(this.client).build();
		this.outbox = BatchPipeOutbox.builder(this.dataSource, this.publisher).pipeId(OutboxBench.PIPE).build();
	}

	@Override
	public void publish(List<String> records) {
		this.transaction
			.executeWithoutResult((status) -> records.forEach((record) -> this.outbox.publish(RawJson.of(record))));
	}

	@Override
	public void start() {
		((SmartLifecycle) this.outbox).start();
	}

	@Override
	public void stop() {
		((SmartLifecycle) this.outbox).stop();
	}

	@Override
	public void close() {
		stop();
		this.publisher.close();
		this.client.close();
		this.dataSource.close();
	}

}
