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

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Writes the records of a transaction that have not been written yet, right before its
 * commit and after all other callbacks that run before the commit. The auto-configuration
 * registers it with all transaction managers; without auto-configuration, register it
 * yourself. Stateless.
 *
 * @since 0.1.0
 */
public final class OutboxTransactionListener implements TransactionExecutionListener {

	@Override
	public void beforeCommit(TransactionExecution transaction) {
		if (transaction.isNewTransaction()) {
			OutboxTransaction.writeAll();
			CommitPhase.begin();
		}
	}

}
