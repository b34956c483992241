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
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link OutboxDialect}.
 */
class OutboxDialectTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PostgreSQL | 14.19                      | 14 | 19 | POSTGRESQL
			PostgreSQL | 17.2                       | 17 | 2  | POSTGRESQL
			MySQL      | 8.0.36                     | 8  | 0  | MYSQL
			MySQL      | 9.4.0                      | 9  | 4  | MYSQL
			MariaDB    | 10.6.18-MariaDB            | 10 | 6  | MARIADB
			MariaDB    | 11.4.2-MariaDB             | 11 | 4  | MARIADB
			MySQL      | 5.5.5-10.11.6-MariaDB-1    | 5  | 5  | MARIADB
			H2         | 2.4.240 (2025-09-22)       | 2  | 4  | H2
			""")
	void whenTheDatabaseCanHoldAnOutboxThenItsDialectIsFound(String product, String version, int major, int minor,
			OutboxDialect expected) throws SQLException {
		assertThat(OutboxDialect.of(connection(product, version, major, minor))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			PostgreSQL           | 13.20           | 13 | 20
			MySQL                | 5.7.44          | 5  | 7
			MariaDB              | 10.5.29-MariaDB | 10 | 5
			H2                   | 1.4.200         | 1  | 4
			Oracle               | 23.0            | 23 | 0
			Microsoft SQL Server | 16.00.4135      | 16 | 0
			""")
	void whenItCannotThenTheExceptionListsThoseThatCan(String product, String version, int major, int minor)
			throws SQLException {
		Connection connection = connection(product, version, major, minor);
		assertThatExceptionOfType(OutboxDatabaseException.class).isThrownBy(() -> OutboxDialect.of(connection))
			.withMessageContaining(product)
			.withMessageContaining(version)
			.withMessageContaining("PostgreSQL 14, MySQL 8, MariaDB 10.6, H2 2.2");
	}

	private static Connection connection(String product, String version, int major, int minor) throws SQLException {
		DatabaseMetaData database = mock();
		given(database.getDatabaseProductName()).willReturn(product);
		given(database.getDatabaseProductVersion()).willReturn(version);
		given(database.getDatabaseMajorVersion()).willReturn(major);
		given(database.getDatabaseMinorVersion()).willReturn(minor);
		Connection connection = mock();
		given(connection.getMetaData()).willReturn(database);
		return connection;
	}

}
