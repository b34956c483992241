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
 * Takes records within a transaction of the application's database. If the transaction
 * commits, the records are sent to BatchPipe, even if the application crashes right after
 * the commit. If it is rolled back, they are not sent.
 * <p>
 * A record is one JSON object: a {@code Map}, a record or other object that Jackson
 * writes as a JSON object, a {@link tools.jackson.databind.JsonNode JsonNode}, or ready
 * JSON in {@link com.batchpipe.client.RawJson RawJson}. It is encoded at the call, so
 * that the object may change afterwards, and inserted right before the commit. Records of
 * a savepoint that is rolled back are discarded.
 * <p>
 * Every committed record is accepted by BatchPipe at least once, or set aside if
 * BatchPipe refuses it. A record is sent again, with the same identifier, if the response
 * was lost.
 * <p>
 * The methods that take records throw, and then have not taken any of them:
 * <ul>
 * <li>{@link NoOutboxTransactionException} outside of a transaction of the outbox's
 * {@code DataSource}, in one that is read-only, and after its commit;</li>
 * <li>{@link IllegalArgumentException} if a record cannot be written as one JSON object,
 * or the pipe's identifier is not one path segment of at most 100 characters;</li>
 * <li>{@link com.batchpipe.publisher.RecordTooLargeException RecordTooLargeException} if
 * the JSON of a record is larger than a record may be.</li>
 * </ul>
 * An outbox is safe for use by multiple threads, each with its own transaction.
 *
 * @since 0.1.0
 */
public interface BatchPipeOutbox {

	/**
	 * Take a record for the default pipe.
	 * @param record the record
	 * @throws IllegalStateException if there is no default pipe
	 * @see #publish(String, Object)
	 */
	void publish(Object record);

	/**
	 * Take a record for a pipe. It is sent after the transaction has committed, without
	 * waiting for a poll.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param record the record
	 */
	void publish(String pipeId, Object record);

	/**
	 * Take several records for a pipe, all or none.
	 * @param pipeId the pipe's identifier, a UUID
	 * @param records the records
	 */
	void publishAll(String pipeId, Collection<?> records);

	/**
	 * Return the records that BatchPipe has refused.
	 * @return the records that were set aside, to look at, retry or delete
	 */
	SetAsideRecords setAside();

	/**
	 * Return what this instance has done since it was created, and what its last look at
	 * the table has found. Sends no query.
	 * @return the figures
	 */
	OutboxStats stats();

	/**
	 * Return a new builder of an outbox.
	 * @param dataSource the database with the tables of the outbox
	 * @param publisher the publisher that sends the records, not closed with the outbox
	 * @return the builder
	 */
	static BatchPipeOutboxBuilder builder(DataSource dataSource, BatchPipePublisher publisher) {
		return new BatchPipeOutboxBuilder(dataSource, publisher);
	}

}
