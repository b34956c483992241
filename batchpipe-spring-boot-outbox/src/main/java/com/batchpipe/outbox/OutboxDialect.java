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

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.TransactionDefinition;

/**
 * The databases that the outbox supports, and their differences.
 */
enum OutboxDialect {

	/**
	 * PostgreSQL, which accepts arrays as parameters.
	 */
	POSTGRESQL("PostgreSQL", 14, 0, true, TransactionDefinition.ISOLATION_DEFAULT),

	/**
	 * MySQL. Its default isolation level would lock the gaps between rows and thereby
	 * block the application's inserts.
	 */
	MYSQL("MySQL", 8, 0, false, TransactionDefinition.ISOLATION_READ_COMMITTED),

	/**
	 * MariaDB, which locks gaps like MySQL does.
	 */
	MARIADB("MariaDB", 10, 6, false, TransactionDefinition.ISOLATION_READ_COMMITTED),

	/**
	 * H2.
	 */
	H2("H2", 2, 2, true, TransactionDefinition.ISOLATION_DEFAULT);

	private final String product;

	private final int major;

	private final int minor;

	private final boolean nativeUuid;

	private final int isolationLevel;

	OutboxDialect(String product, int major, int minor, boolean nativeUuid, int isolationLevel) {
		this.product = product;
		this.major = major;
		this.minor = minor;
		this.nativeUuid = nativeUuid;
		this.isolationLevel = isolationLevel;
	}

	/**
	 * Find the dialect of a database.
	 * @throws OutboxDatabaseException if the outbox does not support the database
	 */
	static OutboxDialect of(Connection connection) throws SQLException {
		DatabaseMetaData database = connection.getMetaData();
		String version = database.getDatabaseProductVersion();
		String product = (version.contains("MariaDB")) ? MARIADB.product : database.getDatabaseProductName();
		for (OutboxDialect dialect : values()) {
			if (dialect.product.equalsIgnoreCase(product) && dialect.supports(database)) {
				return dialect;
			}
		}
		throw OutboxDatabaseException.unsupported(product, version,
				Arrays.stream(values()).map(OutboxDialect::minimum).toList());
	}

	/**
	 * Return how long a commit may exist only in memory. By default, H2 writes a commit
	 * to its file with a delay. H2 usually runs in the process of the application, so a
	 * crash of the application can lose the commit.
	 */
	Duration commitDelay(JdbcOperations jdbc) {
		if (this != H2) {
			return Duration.ZERO;
		}
		// The names of the columns and the case of the settings depend on H2's mode.
		List<Long> millis = jdbc.query("select * from INFORMATION_SCHEMA.SETTINGS",
				(row, index) -> ("WRITE_DELAY".equalsIgnoreCase(row.getString(1))) ? row.getLong(2) : 0);
		return Duration.ofMillis(millis.stream().mapToLong(Long::longValue).max().orElse(0));
	}

	private String minimum() {
		return this.product + " " + this.major + ((this.minor > 0) ? "." + this.minor : "");
	}

	private boolean supports(DatabaseMetaData database) throws SQLException {
		int actual = database.getDatabaseMajorVersion();
		// MySQL's driver reads MariaDB's version from a prefix that is always 5.5.
		boolean unknown = this == MARIADB && actual == 5;
		return unknown || actual > this.major
				|| (actual == this.major && database.getDatabaseMinorVersion() >= this.minor);
	}

	/**
	 * Return the isolation level of the relay's transactions.
	 */
	int isolationLevel() {
		return this.isolationLevel;
	}

	/**
	 * Return whether a statement accepts an array of rows.
	 */
	boolean takesArrays() {
		return this == POSTGRESQL;
	}

	Object toColumn(UUID id) {
		if (this.nativeUuid) {
			return id;
		}
		return ByteBuffer.allocate(16)
			.putLong(id.getMostSignificantBits())
			.putLong(id.getLeastSignificantBits())
			.array();
	}

	UUID toId(ResultSet row, int column) throws SQLException {
		if (this.nativeUuid) {
			return row.getObject(column, UUID.class);
		}
		ByteBuffer bytes = ByteBuffer.wrap(row.getBytes(column));
		return new UUID(bytes.getLong(), bytes.getLong());
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
