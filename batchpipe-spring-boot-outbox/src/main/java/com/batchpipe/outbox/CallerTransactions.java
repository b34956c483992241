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

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Executes an action in the caller's transaction of the database if there is one, and
 * otherwise in a new one. The {@code JdbcTransactionManager} that begins new transactions
 * is not used within the caller's transaction: it does not recognize a transaction of a
 * {@code JpaTransactionManager}, and would commit that transaction. Safe for use by
 * multiple threads.
 */
final class CallerTransactions implements TransactionOperations {

	private final DataSource dataSource;

	private final TransactionOperations newTransactions;

	/**
	 * Create an object.
	 * @param dataSource the database
	 * @param newTransactions executes actions in new transactions
	 */
	CallerTransactions(DataSource dataSource, TransactionOperations newTransactions) {
		this.dataSource = dataSource;
		this.newTransactions = newTransactions;
	}

	@Override
	public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
		if (OutboxTransaction.isActive(this.dataSource) && CommitPhase.current() != CommitPhase.Progress.COMMITTED) {
			return action.doInTransaction(new SimpleTransactionStatus(false));
		}
		return this.newTransactions.execute(action);
	}

}
