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

import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tracks the progress of the commit of the current transaction. While the commit is in
 * progress, records can still become part of the transaction, but they are written
 * immediately instead of being collected.
 */
final class CommitPhase implements TransactionSynchronization {

	private boolean committed;

	/**
	 * Record that the commit of the current transaction has begun, right before the
	 * database commits it.
	 */
	static void begin() {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new CommitPhase());
		}
	}

	static Progress current() {
		for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
			if (synchronization instanceof CommitPhase phase) {
				return (phase.committed) ? Progress.COMMITTED : Progress.COMMITTING;
			}
		}
		return Progress.OPEN;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void afterCommit() {
		this.committed = true;
	}

	/**
	 * The progress of the transaction.
	 */
	enum Progress {

		/**
		 * The commit has not begun.
		 */
		OPEN,

		/**
		 * The commit has begun. Hibernate may still write to the database.
		 */
		COMMITTING,

		/**
		 * Nothing more is written to the database.
		 */
		COMMITTED

	}

}
