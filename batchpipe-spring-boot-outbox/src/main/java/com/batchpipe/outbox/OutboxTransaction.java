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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The records of one transaction. They are collected and written together before the
 * commit, or earlier if there are many. Bound to the thread of the transaction.
 */
final class OutboxTransaction implements TransactionSynchronization {

	/**
	 * The size of the collected JSON, in bytes, above which the records are written
	 * early.
	 */
	private static final int MAX_COLLECTED_BYTES = 1024 * 1024;

	private final Object key;

	private final Listener listener;

	private final List<EncodedRecord> collected = new ArrayList<>();

	private final Set<String> pipes = new LinkedHashSet<>();

	private final Map<Object, Long> savepoints = new IdentityHashMap<>();

	private long collectedBytes;

	private long written;

	/**
	 * The identifier of the first record that was written.
	 */
	private @Nullable UUID first;

	private boolean collecting;

	private boolean committed;

	private OutboxTransaction(Object key, Listener listener, boolean collecting) {
		this.key = key;
		this.listener = listener;
		this.collecting = collecting;
	}

	/**
	 * Return whether the current thread has begun a transaction of the given database. A
	 * transaction of another database does not count: a connection outside the
	 * transaction would commit each row immediately.
	 * @param dataSource the database
	 */
	static boolean isActive(DataSource dataSource) {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.getResource(dataSource) instanceof ConnectionHolder holder
				&& !isAutoCommit(holder);
	}

	private static boolean isAutoCommit(ConnectionHolder holder) {
		try {
			return holder.getConnection().getAutoCommit();
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Return the records of the current transaction.
	 * @param key the key of the outbox; a transaction can use several outboxes
	 * @param listener writes the records
	 * @throws NoOutboxTransactionException if records can no longer be written
	 */
	static OutboxTransaction current(Object key, Listener listener) {
		OutboxTransaction current = (OutboxTransaction) TransactionSynchronizationManager.getResource(key);
		CommitPhase.Progress progress = (current != null) ? CommitPhase.Progress.OPEN : CommitPhase.current();
		if (progress == CommitPhase.Progress.COMMITTED || (current != null && current.committed)) {
			throw new NoOutboxTransactionException("The transaction has committed, so a record published now would "
					+ "not be part of it. Publish before the commit or in a new transaction");
		}
		return (current != null) ? current : begin(key, listener, progress == CommitPhase.Progress.OPEN);
	}

	private static OutboxTransaction begin(Object key, Listener listener, boolean collecting) {
		OutboxTransaction transaction = new OutboxTransaction(key, listener, collecting);
		TransactionSynchronizationManager.registerSynchronization(transaction);
		TransactionSynchronizationManager.registerSynchronization(transaction.new BeforeCommit());
		TransactionSynchronizationManager.bindResource(key, transaction);
		return transaction;
	}

	/**
	 * Write the records that the current transaction has collected for any outbox, and
	 * stop collecting.
	 */
	static void writeAll() {
		for (Object resource : List.copyOf(TransactionSynchronizationManager.getResourceMap().values())) {
			if (resource instanceof OutboxTransaction transaction) {
				transaction.stopCollecting();
			}
		}
	}

	void add(List<EncodedRecord> records) {
		for (EncodedRecord record : records) {
			this.collected.add(record);
			this.collectedBytes += record.json().length;
			this.pipes.add(record.pipeId());
		}
		// If records were written after a savepoint, a rollback to it would also discard
		// those that were collected before it.
		boolean early = this.collectedBytes > MAX_COLLECTED_BYTES && this.savepoints.isEmpty();
		if (!this.collecting || early) {
			write();
		}
	}

	private void stopCollecting() {
		this.collecting = false;
		write();
	}

	private void write() {
		if (!this.collected.isEmpty()) {
			UUID id = this.listener.write(List.copyOf(this.collected));
			this.first = (this.first != null) ? this.first : id;
			this.written += this.collected.size();
			this.collected.clear();
			this.collectedBytes = 0;
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.savepoints.put(savepoint, this.written + this.collected.size());
	}

	/**
	 * Discard the records that were collected after a savepoint. A savepoint from before
	 * the first record is unknown here, so all collected records are discarded. The
	 * database itself discards those that were written after the savepoint.
	 */
	@Override
	public void savepointRollback(Object savepoint) {
		long position = this.savepoints.getOrDefault(savepoint, 0L);
		int kept = (int) Math.max(0, position - this.written);
		if (kept < this.collected.size()) {
			this.collected.subList(kept, this.collected.size()).clear();
		}
		this.written = Math.min(this.written, position);
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResource(this.key);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.key, this);
	}

	@Override
	public void afterCommit() {
		this.committed = true;
		if (!this.collected.isEmpty()) {
			throw new IllegalStateException("Records were published too late in the commit and are lost: "
					+ this.collected.size() + ". Register an OutboxTransactionListener with the transaction manager");
		}
		if (this.written > 0 && this.first != null) {
			this.listener.committed(this.written, this.pipes, this.first);
		}
	}

	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.key);
	}

	/**
	 * Writes the collected records before the commit. If the first record of a
	 * transaction is published in a callback before the commit, it is too late for this
	 * one to be called, and the {@link OutboxTransactionListener} writes the collected
	 * records.
	 */
	private final class BeforeCommit implements TransactionSynchronization {

		@Override
		public void beforeCommit(boolean readOnly) {
			stopCollecting();
		}

	}

	/**
	 * Callbacks of an outbox for the records of a transaction.
	 */
	interface Listener {

		/**
		 * Insert records in the current transaction.
		 * @param records the records
		 * @return the identifier of the first record, which is lower than that of any
		 * later one
		 */
		UUID write(List<EncodedRecord> records);

		/**
		 * Called after the transaction has been committed.
		 * @param records the number of records
		 * @param pipes the pipes of the records
		 * @param first the identifier of the first record
		 */
		void committed(long records, Set<String> pipes, UUID first);

	}

}
