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

package com.batchpipe.modulith;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import com.batchpipe.publisher.BatchPipePublisher;

/**
 * Publishes records with a {@link BatchPipePublisher}: after the commit if there is a
 * transaction, so that records of a rolled-back transaction are not sent, and otherwise
 * immediately. Records buffered by the publisher do not survive a crash.
 *
 * @since 0.1.0
 */
public final class PublisherExternalizedRecords implements ExternalizedRecords {

	private final BatchPipePublisher publisher;

	/**
	 * Create an instance that uses the given publisher.
	 * @param publisher the publisher
	 */
	public PublisherExternalizedRecords(BatchPipePublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void publish(String pipeId, Object record) {
		if (!TransactionSynchronizationManager.isSynchronizationActive()
				|| !TransactionSynchronizationManager.isActualTransactionActive()) {
			this.publisher.publish(pipeId, record);
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				PublisherExternalizedRecords.this.publisher.publish(pipeId, record);
			}

		});
	}

}
