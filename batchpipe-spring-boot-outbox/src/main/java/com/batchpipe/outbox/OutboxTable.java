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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.ResultSetExtractor;

/**
 * The table of rows to be sent, and its SQL. Statements run in the transaction of the
 * current thread, if there is one. Safe for use by multiple threads.
 */
final class OutboxTable {

	private static final int MAX_ROWS_PER_INSERT = 100;

	private static final int MAX_BYTES_PER_INSERT = 1024 * 1024;

	/**
	 * The number of rows fetched from the database at once, small enough for large
	 * records.
	 */
	private static final int FETCH_SIZE = 250;

	/**
	 * How many bytes a record adds to a request besides its JSON: the separator, and the
	 * identifier with its field.
	 */
	private static final int RECORD_OVERHEAD = 64;

	private final JdbcOperations jdbc;

	private final OutboxDialect dialect;

	private final String name;

	private final String claim;

	private final String head;

	private final String headLocked;

	private final String nextPipe;

	private final String count;

	OutboxTable(JdbcOperations jdbc, OutboxDialect dialect, String name) {
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.name = name;
		this.claim = "select ID, PAYLOAD from " + name
				+ " where PIPE_ID = ? and ID >= ? order by ID limit ? for update";
		this.head = "select ID from " + name + " where PIPE_ID = ? order by ID limit 1";
		this.headLocked = this.head + " for update skip locked";
		this.nextPipe = "select PIPE_ID, ID from " + name + " where PIPE_ID > ? order by PIPE_ID, ID limit 1";
		this.count = "select count(*) from (select 1 from " + name + " limit ?) PENDING";
	}

	/**
	 * Throw an exception if the table does not exist, lacks a column or cannot be read.
	 */
	void check() {
		check(this.name, "PIPE_ID, ID, PAYLOAD");
	}

	/**
	 * Throw an exception if a table does not exist, lacks a column or cannot be read.
	 */
	void check(String table, String columns) {
		try {
			this.jdbc.query("select " + columns + " from " + table + " where 1 = 0", (row) -> {
			});
		}
		catch (BadSqlGrammarException ex) {
			throw OutboxDatabaseException.tableMissing(table, this.dialect, ex);
		}
	}

	/**
	 * Insert rows.
	 */
	void insert(List<OutboxRecord> records) {
		if (records.size() > 1 && this.dialect.takesArrays()) {
			insertArrays(records);
			return;
		}
		int from = 0;
		int bytes = 0;
		for (int i = 0; i < records.size(); i++) {
			bytes += records.get(i).json().length;
			boolean last = i == records.size() - 1;
			if (last || i - from + 1 == MAX_ROWS_PER_INSERT
					|| bytes + records.get(i + 1).json().length > MAX_BYTES_PER_INSERT) {
				insertValues(records.subList(from, i + 1));
				from = i + 1;
				bytes = 0;
			}
		}
	}

	private void insertValues(List<OutboxRecord> records) {
		String sql = "insert into " + this.name + " (PIPE_ID, ID, PAYLOAD) values (?, ?, ?)"
				+ ", (?, ?, ?)".repeat(records.size() - 1);
		this.jdbc.update(sql, (statement) -> {
			int parameter = 1;
			for (OutboxRecord record : records) {
				statement.setString(parameter++, record.pipeId());
				statement.setObject(parameter++, this.dialect.toColumn(record.id()));
				statement.setBytes(parameter++, record.json());
			}
		});
	}

	private void insertArrays(List<OutboxRecord> records) {
		String sql = "insert into " + this.name
				+ " (PIPE_ID, ID, PAYLOAD) select * from unnest(?::varchar[], ?::uuid[], ?::bytea[])";
		this.jdbc.update(sql, (statement) -> {
			Connection connection = statement.getConnection();
			statement.setArray(1,
					connection.createArrayOf("varchar", records.stream().map(OutboxRecord::pipeId).toArray()));
			statement.setArray(2, connection.createArrayOf("uuid", records.stream().map(OutboxRecord::id).toArray()));
			statement.setArray(3,
					connection.createArrayOf("bytea", records.stream().map(OutboxRecord::json).toArray(byte[][]::new)));
		});
	}

	/**
	 * Make the database find rows by their key in this transaction. If a table is nearly
	 * empty when PostgreSQL plans a statement, PostgreSQL plans to scan the table, and
	 * keeps that plan while the table grows.
	 */
	void findByKey() {
		if (this.dialect == OutboxDialect.POSTGRESQL) {
			this.jdbc.execute("set local enable_seqscan = off");
		}
	}

	/**
	 * Lock and read the oldest rows of a pipe that are not locked already.
	 * @param pipeId the pipe's identifier
	 * @param from the first identifier to include
	 * @param limit the maximum number of rows
	 * @param maxBytes the maximum size of a request with these rows in bytes, which only
	 * a single row can exceed
	 */
	ClaimedRows claim(String pipeId, UUID from, int limit, long maxBytes) {
		return claim(this.claim + " skip locked", pipeId, from, limit, maxBytes);
	}

	/**
	 * Lock and read the oldest rows of a pipe if the first of them is not locked already.
	 */
	ClaimedRows claimInOrder(String pipeId, int limit, long maxBytes) {
		UUID locked = id(this.headLocked, pipeId);
		// The worker that has locked the first row owns the pipe; others hold their locks
		// only briefly.
		if (locked == null || !locked.equals(id(this.head, pipeId))) {
			return ClaimedRows.NONE;
		}
		return claim(this.claim, pipeId, locked, limit, maxBytes);
	}

	private ClaimedRows claim(String sql, String pipeId, UUID from, int limit, long maxBytes) {
		ClaimedRows claimed = this.jdbc.query((connection) -> {
			PreparedStatement statement = connection.prepareStatement(sql);
			statement.setFetchSize(Math.min(limit, FETCH_SIZE));
			statement.setString(1, pipeId);
			statement.setObject(2, this.dialect.toColumn(from));
			statement.setInt(3, limit);
			return statement;
		}, (ResultSetExtractor<ClaimedRows>) (rows) -> read(rows, pipeId, limit, maxBytes));
		return (claimed != null) ? claimed : ClaimedRows.NONE;
	}

	private ClaimedRows read(ResultSet rows, String pipeId, int limit, long maxBytes) throws SQLException {
		List<OutboxRecord> records = new ArrayList<>();
		long bytes = 0;
		while (rows.next()) {
			OutboxRecord record = new OutboxRecord(this.dialect.toId(rows, 1), pipeId, rows.getBytes(2));
			bytes += record.json().length + RECORD_OVERHEAD;
			if (bytes > maxBytes && !records.isEmpty()) {
				return new ClaimedRows(records, true);
			}
			records.add(record);
		}
		return new ClaimedRows(records, records.size() == limit);
	}

	private @Nullable UUID id(String sql, String pipeId) {
		List<UUID> ids = this.jdbc.query(sql, (row, index) -> this.dialect.toId(row, 1), pipeId);
		return (!ids.isEmpty()) ? ids.get(0) : null;
	}

	/**
	 * Delete rows of one pipe.
	 * @param pipeId the pipe's identifier
	 * @param records the rows, in order
	 */
	void delete(String pipeId, List<OutboxRecord> records) {
		if (records.isEmpty()) {
			return;
		}
		switch (this.dialect) {
			case POSTGRESQL -> deleteArray(pipeId, records);
			case MYSQL, MARIADB -> deleteJoined(pipeId, records);
			case H2 -> deleteListed(pipeId, records);
		}
	}

	private void deleteArray(String pipeId, List<OutboxRecord> records) {
		// Even with a bad plan, the database looks only at this range.
		String sql = "delete from " + this.name + " where PIPE_ID = ? and ID between ? and ? and ID = any(?)";
		this.jdbc.update(sql, (statement) -> {
			statement.setString(1, pipeId);
			statement.setObject(2, records.get(0).id());
			statement.setObject(3, records.get(records.size() - 1).id());
			statement.setArray(4,
					statement.getConnection().createArrayOf("uuid", records.stream().map(OutboxRecord::id).toArray()));
		});
	}

	/**
	 * Delete rows with a join, which looks up each row by its primary key. A list of
	 * identifiers can make the database scan the table and lock rows that another worker
	 * has claimed.
	 */
	private void deleteJoined(String pipeId, List<OutboxRecord> records) {
		StringBuilder ids = new StringBuilder("[");
		for (OutboxRecord record : records) {
			ids.append((ids.length() > 1) ? ",\"" : "\"").append(record.id().toString().replace("-", "")).append('"');
		}
		this.jdbc.update(
				"delete ROWS_ from json_table(?, '$[*]' columns (ID char(32) path '$')) IDS straight_join " + this.name
						+ " ROWS_ on ROWS_.PIPE_ID = ? and ROWS_.ID = unhex(IDS.ID)",
				ids.append(']').toString(), pipeId);
	}

	private void deleteListed(String pipeId, List<OutboxRecord> records) {
		// Use few distinct statements, so that the database does not have to parse a new
		// one each time.
		int parameters = Math.max(1, Integer.highestOneBit(records.size() - 1) << 1);
		String sql = "delete from " + this.name + " where PIPE_ID = ? and ID in (?" + ", ?".repeat(parameters - 1)
				+ ")";
		this.jdbc.update(sql, (statement) -> {
			statement.setString(1, pipeId);
			for (int i = 0; i < parameters; i++) {
				UUID id = records.get(Math.min(i, records.size() - 1)).id();
				statement.setObject(2 + i, this.dialect.toColumn(id));
			}
		});
	}

	void deleteAll() {
		this.jdbc.update("delete from " + this.name);
	}

	/**
	 * Find the next pipe with rows.
	 * @param after the pipe to start after, or empty to find the first one
	 * @return its oldest row, without the record, or {@code null} if there is none
	 */
	@Nullable OutboxRecord nextPipe(String after) {
		List<OutboxRecord> rows = this.jdbc.query(this.nextPipe,
				(row, index) -> new OutboxRecord(this.dialect.toId(row, 2), row.getString(1), new byte[0]), after);
		return (!rows.isEmpty()) ? rows.get(0) : null;
	}

	/**
	 * Count the rows, up to a limit.
	 */
	long count(long limit) {
		Long rows = this.jdbc.queryForObject(this.count, Long.class, limit);
		return (rows != null) ? rows : 0;
	}

	String name() {
		return this.name;
	}

}
