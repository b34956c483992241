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
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Thrown when the outbox cannot work with the database.
 *
 * @since 0.1.0
 */
public final class OutboxDatabaseException extends IllegalStateException {

	private final String action;

	private OutboxDatabaseException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	static OutboxDatabaseException unsupported(String product, String version, List<String> supported) {
		return new OutboxDatabaseException("The outbox does not support %s %s".formatted(product, version),
				"Use one of these databases, in the given version or later: " + String.join(", ", supported), null);
	}

	static OutboxDatabaseException tableMissing(String table, OutboxDialect dialect, Throwable cause) {
		return new OutboxDatabaseException(
				"The table %s does not exist, lacks a column, or cannot be read by the database user".formatted(table),
				("If it does not exist, run the script com/batchpipe/outbox/schema-%s.sql from the outbox's jar, with your "
						+ "table prefix, or set 'batchpipe.outbox.initialize-schema' to 'always'. If it exists, add the missing "
						+ "columns from the script, or grant the database user the missing privileges")
					.formatted(dialect),
				cause);
	}

	/**
	 * Describe a failed insert without the driver's exception, whose message can contain
	 * records.
	 */
	static OutboxDatabaseException setAsideFailed(String table, DataAccessException ex) {
		String state = (ex.getRootCause() instanceof SQLException cause && cause.getSQLState() != null)
				? ", SQL state " + cause.getSQLState() : "";
		return new OutboxDatabaseException("Rejected records cannot be moved to the table %s (%s%s)".formatted(table,
				ex.getClass().getSimpleName(), state), "The log of the database may say why", null);
	}

	/**
	 * Return how to solve the problem.
	 * @return the action, without the final period
	 */
	public String action() {
		return this.action;
	}

	@Override
	public String getMessage() {
		return super.getMessage() + ". " + this.action + ".";
	}

	/**
	 * Return the problem, without the action.
	 * @return the problem, a sentence without the final period
	 */
	public String problem() {
		return String.valueOf(super.getMessage());
	}

}
