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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import com.batchpipe.backlog.RecordBacklog;
import com.batchpipe.client.PathVariables;

/**
 * The default {@link BatchPipeOutbox}: checks and encodes records, and runs the relay.
 * <p>
 * As a bean, it starts after the publisher and stops before the publisher. It stops after
 * the web server and the executors, because their last tasks may still publish records.
 */
final class DefaultBatchPipeOutbox implements BatchPipeOutbox, SmartLifecycle, RecordBacklog {

	private static final int PHASE = ExecutorConfigurationSupport.DEFAULT_PHASE - 512;

	private static final int MAX_PIPE_ID_LENGTH = 100;

	private final DataSource dataSource;

	private final @Nullable String defaultPipe;

	private final RecordWriter writer;

	private final RecordIds ids;

	private final OutboxTable table;

	private final SetAsideTable setAside;

	private final RelayCounts counts;

	private final Backlog backlog;

	private final RelaySignal signal;

	private final RelayLifecycle relay;

	private final OutboxTransaction.Listener transactionListener = new OutboxTransaction.Listener() {

		@Override
		public UUID write(List<EncodedRecord> records) {
			return DefaultBatchPipeOutbox.this.write(records);
		}

		@Override
		public void committed(long records, Set<String> pipes, UUID first) {
			DefaultBatchPipeOutbox.this.counts.published(records);
			DefaultBatchPipeOutbox.this.signal.committed(pipes, first);
		}

	};

	DefaultBatchPipeOutbox(DataSource dataSource, @Nullable String defaultPipe, RecordWriter writer, RecordIds ids,
			OutboxTable table, SetAsideTable setAside, RelayCounts counts, Backlog backlog, RelaySignal signal,
			RelayLifecycle relay) {
		this.dataSource = dataSource;
		this.defaultPipe = defaultPipe;
		this.writer = writer;
		this.ids = ids;
		this.table = table;
		this.setAside = setAside;
		this.counts = counts;
		this.backlog = backlog;
		this.signal = signal;
		this.relay = relay;
	}

	@Override
	public void publish(Object record) {
		Assert.state(this.defaultPipe != null,
				"There is no default pipe. Set 'batchpipe.publisher.pipe-id' or the builder's pipeId, or pass the identifier of a pipe to the method");
		publish(this.defaultPipe, record);
	}

	@Override
	public void publish(String pipeId, Object record) {
		checkPipe(pipeId);
		EncodedRecord encoded = new EncodedRecord(pipeId, this.writer.write("record", record));
		currentTransaction().add(List.of(encoded));
	}

	@Override
	public void publishAll(String pipeId, Collection<?> records) {
		checkPipe(pipeId);
		List<EncodedRecord> encoded = new ArrayList<>(records.size());
		for (Object record : records) {
			encoded.add(new EncodedRecord(pipeId, this.writer.write("records[" + encoded.size() + "]", record)));
		}
		currentTransaction().add(encoded);
	}

	private static void checkPipe(String pipeId) {
		PathVariables.check("pipeId", pipeId);
		Assert.isTrue(pipeId.length() <= MAX_PIPE_ID_LENGTH && pipeId.equals(pipeId.strip()),
				"'pipeId' must be at most 100 characters long, and must not begin or end with a space");
	}

	/**
	 * Find the transaction of the outbox's database.
	 */
	private OutboxTransaction currentTransaction() {
		if (!OutboxTransaction.isActive(this.dataSource)) {
			throw new NoOutboxTransactionException("Records can be published to the outbox only in a transaction of "
					+ "its DataSource. Annotate the publishing method with @Transactional or use a "
					+ "TransactionTemplate, and publish on the thread of the transaction before it ends");
		}
		if (TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			throw new NoOutboxTransactionException(
					"The transaction is read-only, but the outbox writes to the database. Use a read-write transaction");
		}
		return OutboxTransaction.current(this, this.transactionListener);
	}

	private UUID write(List<EncodedRecord> records) {
		long first = this.ids.reserve(records.size());
		List<OutboxRecord> rows = new ArrayList<>(records.size());
		for (EncodedRecord record : records) {
			rows.add(new OutboxRecord(RecordIds.get(first + rows.size()), record.pipeId(), record.json()));
		}
		this.table.insert(rows);
		return rows.get(0).id();
	}

	@Override
	public SetAsideRecords setAside() {
		return this.setAside;
	}

	@Override
	public OutboxStats stats() {
		return new OutboxStats(this.counts.published(), this.counts.delivered(), this.counts.setAside(),
				this.backlog.pending(), this.backlog.setAside(), this.backlog.oldestAge(), this.signal.pause(),
				this.relay.isRunning());
	}

	@Override
	public boolean awaitEmpty(Duration timeout) {
		return !this.relay.isSending() || this.backlog.awaitEmpty(timeout);
	}

	@Override
	public void discard() {
		this.table.deleteAll();
	}

	/**
	 * Check the tables and start the relay.
	 */
	@Override
	public void start() {
		this.table.check();
		this.setAside.check();
		this.relay.start();
	}

	@Override
	public void stop() {
		this.relay.stop();
	}

	@Override
	public boolean isRunning() {
		return this.relay.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
