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

import java.util.Collection;

import javax.sql.DataSource;

import com.batchpipe.publisher.BatchPipePublisher;

/**
 * Accepts records within a transaction of the application's database. If the transaction
 * commits, the records are sent to BatchPipe, even if the application crashes immediately
 * after the commit. If the transaction is rolled back, the records are not sent.
 * <p>
 * A record is one JSON object: a {@code Map}, a Java record or another object that
 * Jackson writes as a JSON object, a {@link tools.jackson.databind.JsonNode JsonNode}, or
 * encoded JSON in {@link com.batchpipe.client.RawJson RawJson}. The record is encoded
 * during the call, so you can modify the object afterward. It is inserted into the table
 * right before the commit, or earlier if the JSON of the transaction's records exceeds 1
 * MiB and no savepoint has been created since the first record. If the transaction is
 * rolled back to a savepoint, records published after the savepoint are discarded.
 * <p>
 * Every committed record is accepted by BatchPipe at least once, or set aside if it is
 * rejected. If a response is lost, the record is sent again with the same identifier, by
 * which you can recognize the duplicate. Identifiers are sent only if the publisher has a
 * record id field.
 * <p>
 * Methods that accept records throw the following exceptions, in which case none of the
 * records are accepted:
 * <ul>
 * <li>{@link NoOutboxTransactionException} outside a transaction of the outbox's
 * {@code DataSource}, in a read-only transaction, or after the commit;</li>
 * <li>{@link IllegalArgumentException} if a record cannot be written as one JSON object
 * or if the pipe's identifier is invalid or longer than 100 characters;</li>
 * <li>{@link com.batchpipe.publisher.RecordTooLargeException RecordTooLargeException} if
 * the JSON of a record exceeds the maximum record size.</li>
 * </ul>
 * An outbox is safe for use by multiple threads, each with its own transaction.
 *
 * @since 0.1.0
 */
public interface BatchPipeOutbox {

	/**
	 * Accept a record for the default pipe.
	 * @param record the record
	 * @throws IllegalStateException if there is no default pipe
	 * @see #publish(String, Object)
	 */
	void publish(Object record);

	/**
	 * Accept a record for a pipe. If this instance sends records, the record is sent
	 * right after the commit, without waiting for a poll.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 */
	void publish(String pipeId, Object record);

	/**
	 * Accept several records for a pipe, all of them or none.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 */
	void publishAll(String pipeId, Collection<?> records);

	/**
	 * Return the rejected records.
	 * @return the records that were set aside, for you to inspect, retry or delete
	 */
	SetAsideRecords setAside();

	/**
	 * Return the statistics of this instance since it was created and the counts of its
	 * last query of the table. This method sends no query.
	 * @return the statistics
	 */
	OutboxStats stats();

	/**
	 * Return a new builder for an outbox.
	 * @param dataSource the database with the tables of the outbox
	 * @param publisher the publisher that sends the records; the outbox does not close it
	 * @return the builder
	 */
	static BatchPipeOutboxBuilder builder(DataSource dataSource, BatchPipePublisher publisher) {
		return new BatchPipeOutboxBuilder(dataSource, publisher);
	}

}
