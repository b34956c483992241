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

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import com.batchpipe.publisher.BatchResult.Undelivered;

/**
 * The table of rejected rows, and its SQL.
 */
final class SetAsideTable implements SetAsideRecords {

	private static final String COLUMNS = "PIPE_ID, ID, PAYLOAD, REASON, STATUS, SET_ASIDE_TIME";

	private static final int RETRIES_PER_TRANSACTION = 1000;

	private final JdbcOperations jdbc;

	private final TransactionOperations transactions;

	private final OutboxDialect dialect;

	private final OutboxTable outbox;

	private final String name;

	private final Clock clock;

	private final Consumer<String> retried;

	/**
	 * Create an object that accesses the table.
	 * @param jdbc the database
	 * @param transactions the transactions
	 * @param dialect the dialect of the database
	 * @param outbox the table from which records are moved
	 * @param clock the clock
	 * @param retried receives the pipe of records that were moved back to the outbox
	 */
	SetAsideTable(JdbcOperations jdbc, TransactionOperations transactions, OutboxDialect dialect, OutboxTable outbox,
			Clock clock, Consumer<String> retried) {
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.dialect = dialect;
		this.outbox = outbox;
		this.name = outbox.name() + "_SET_ASIDE";
		this.clock = clock;
		this.retried = retried;
	}

	/**
	 * Throw an exception if the table does not exist, lacks a column or cannot be read.
	 */
	void check() {
		this.outbox.check(this.name, COLUMNS);
	}

	/**
	 * Insert rows that are deleted from the outbox in the same transaction. If this
	 * fails, the exception does not include the exception of the driver, whose message
	 * can contain the records.
	 * @param records the claimed records, to which the indexes in {@code undelivered}
	 * refer
	 * @param undelivered which of them were rejected, and why
	 */
	void insert(List<OutboxRecord> records, Undelivered undelivered) {
		try {
			insertRows(records, undelivered);
		}
		catch (DataAccessException ex) {
			throw OutboxDatabaseException.setAsideFailed(this.name, ex);
		}
	}

	private void insertRows(List<OutboxRecord> records, Undelivered undelivered) {
		List<OutboxRecord> refused = records.subList(undelivered.from(), undelivered.to());
		long now = this.clock.millis();
		this.jdbc.batchUpdate("insert into " + this.name + " (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?)", refused,
				refused.size(), (statement, record) -> {
					statement.setString(1, record.pipeId());
					statement.setObject(2, this.dialect.toColumn(record.id()));
					statement.setBytes(3, record.json());
					statement.setString(4, undelivered.reason().name());
					statement.setObject(5, undelivered.status(), Types.INTEGER);
					statement.setLong(6, now);
				});
	}

	@Override
	public long count() {
		Long rows = this.jdbc.queryForObject("select count(*) from " + this.name, Long.class);
		return (rows != null) ? rows : 0;
	}

	@Override
	public List<SetAsideRecord> find(@Nullable String pipeId, int limit) {
		Assert.isTrue(limit > 0, "'limit' must be greater than zero");
		String select = "select " + COLUMNS + " from " + this.name;
		String order = " order by PIPE_ID, ID limit ?";
		return (pipeId != null)
				? this.jdbc.query(select + " where PIPE_ID = ?" + order, setAsideRecord(), pipeId, limit)
				: this.jdbc.query(select + order, setAsideRecord(), limit);
	}

	private RowMapper<SetAsideRecord> setAsideRecord() {
		return (row, index) -> {
			int status = row.getInt(5);
			Integer statusOrNull = (row.wasNull()) ? null : status;
			return new SetAsideRecord(this.dialect.toId(row, 2), row.getString(1), row.getBytes(3), row.getString(4),
					statusOrNull, Instant.ofEpochMilli(row.getLong(6)));
		};
	}

	@Override
	public boolean retry(String pipeId, UUID id) {
		return retry(pipeId, " and ID = ?", this.dialect.toColumn(id)) > 0;
	}

	@Override
	public long retryAll(String pipeId) {
		long all = 0;
		int part = RETRIES_PER_TRANSACTION;
		while (part == RETRIES_PER_TRANSACTION) {
			part = retry(pipeId, " order by ID limit " + RETRIES_PER_TRANSACTION);
			all += part;
		}
		return all;
	}

	/**
	 * Move rows back to the outbox. They are locked first, so that they cannot be moved
	 * or deleted concurrently.
	 */
	private int retry(String pipeId, String condition, Object... arguments) {
		Integer rows = this.transactions.execute((status) -> {
			List<Object> parameters = new ArrayList<>();
			parameters.add(pipeId);
			parameters.addAll(List.of(arguments));
			List<OutboxRecord> records = this.jdbc.query(
					"select ID, PAYLOAD from " + this.name + " where PIPE_ID = ?" + condition + " for update",
					(row, index) -> new OutboxRecord(this.dialect.toId(row, 1), pipeId, row.getBytes(2)),
					parameters.toArray());
			if (!records.isEmpty()) {
				this.outbox.insert(records);
				for (OutboxRecord record : records) {
					delete(pipeId, record.id());
				}
				tellAfterCommit(pipeId);
			}
			return records.size();
		});
		return (rows != null) ? rows : 0;
	}

	private void tellAfterCommit(String pipeId) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				SetAsideTable.this.retried.accept(pipeId);
			}

		});
	}

	@Override
	public boolean delete(String pipeId, UUID id) {
		return this.jdbc.update("delete from " + this.name + " where PIPE_ID = ? and ID = ?", pipeId,
				this.dialect.toColumn(id)) > 0;
	}

	@Override
	public long deleteAll(String pipeId) {
		return this.jdbc.update("delete from " + this.name + " where PIPE_ID = ?", pipeId);
	}

}
