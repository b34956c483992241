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

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Assumptions;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * The databases for the tests, each started once by the first test that needs it.
 */
enum TestDatabase {

	H2("h2") {

		@Override
		String url() {
			return "jdbc:h2:mem:outbox;DB_CLOSE_DELAY=-1";
		}

	},

	POSTGRESQL("postgresql") {

		@Override
		String url() {
			return PostgresServer.shared().url();
		}

	},

	/**
	 * MariaDB from Debian's {@code mariadb-server} package, which the tests start
	 * themselves.
	 */
	MARIADB("mariadb") {

		@Override
		String url() {
			Assumptions.assumeTrue(MariaDbServer.isInstalled(),
					"MariaDB is not installed, so that the outbox is not tested with it here");
			return MariaDbServer.shared().url();
		}

	};

	private final String platform;

	TestDatabase(String platform) {
		this.platform = platform;
	}

	abstract String url();

	/**
	 * Connect to the database with empty outbox tables.
	 */
	HikariDataSource connect(int maxConnections) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url());
		config.setMaximumPoolSize(maxConnections);
		config.setMinimumIdle(0);
		config.setConnectionTimeout(5000);
		HikariDataSource dataSource = new HikariDataSource(config);
		createTables(dataSource);
		return dataSource;
	}

	private void createTables(DataSource dataSource) {
		new ResourceDatabasePopulator(new ClassPathResource("com/batchpipe/outbox/schema-" + this.platform + ".sql"))
			.execute(dataSource);
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.update("delete from BATCHPIPE_OUTBOX");
		jdbc.update("delete from BATCHPIPE_OUTBOX_SET_ASIDE");
	}

}
