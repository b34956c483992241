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

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Where a sender finds the database and the sink.
 *
 * @param database the JDBC URL of the database
 * @param sink the base URL of the sink
 */
record Places(String database, String sink) {

	/**
	 * Connect to the database, with batches of inserts in as few messages as possible.
	 * @param connections the maximum number of connections
	 */
	HikariDataSource dataSource(int connections) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.database);
		config.addDataSourceProperty("reWriteBatchedInserts", "true");
		config.setMaximumPoolSize(connections);
		return new HikariDataSource(config);
	}

}
