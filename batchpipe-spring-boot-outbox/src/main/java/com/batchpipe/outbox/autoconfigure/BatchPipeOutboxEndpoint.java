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

package com.batchpipe.outbox.autoconfigure;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.dao.DataAccessException;

import com.batchpipe.outbox.BatchPipeOutbox;
import com.batchpipe.outbox.OutboxStats;
import com.batchpipe.outbox.SetAsideRecord;
import com.batchpipe.outbox.SetAsideRecords;

/**
 * {@link Endpoint @Endpoint} that shows the statistics of the outbox and the records that
 * are set aside, without their content, and that can retry and delete these records.
 *
 * @since 0.1.0
 */
@Endpoint(id = "batchpipeoutbox")
public final class BatchPipeOutboxEndpoint {

	private static final int MAX_RECORDS = 100;

	private final BatchPipeOutbox outbox;

	BatchPipeOutboxEndpoint(BatchPipeOutbox outbox) {
		this.outbox = outbox;
	}

	/**
	 * Return the statistics and the first 100 set-aside records across all pipes.
	 * @return the statistics and the records
	 */
	@ReadOperation
	public OutboxDescriptor outbox() {
		return new OutboxDescriptor(this.outbox.stats(), firstRecords());
	}

	/**
	 * Return the first records, or {@code null} if the database is unavailable: the
	 * statistics are most important in that case, so the operation must not fail.
	 */
	private @Nullable List<SetAsideRecordDescriptor> firstRecords() {
		try {
			return find(null);
		}
		catch (DataAccessException ex) {
			return null;
		}
	}

	/**
	 * Return the first 100 set-aside records of a pipe.
	 * @param pipeId the pipe's identifier
	 * @return the records, in the order of their identifiers
	 */
	@ReadOperation
	public SetAsideDescriptor setAsideRecords(@Selector String pipeId) {
		return new SetAsideDescriptor(find(pipeId));
	}

	private List<SetAsideRecordDescriptor> find(@Nullable String pipeId) {
		return setAside().find(pipeId, MAX_RECORDS).stream().map(SetAsideRecordDescriptor::of).toList();
	}

	/**
	 * Move the set-aside records of a pipe back to the outbox, which sends them again.
	 * @param pipeId the pipe's identifier
	 * @return the number of moved records
	 */
	@WriteOperation
	public Count retryPipe(@Selector String pipeId) {
		return new Count(setAside().retryAll(pipeId));
	}

	/**
	 * Move one set-aside record back to the outbox, which sends it again.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return the number of moved records, which is one
	 * @throws InvalidEndpointRequestException if the record does not exist
	 */
	@WriteOperation
	public Count retryRecord(@Selector String pipeId, @Selector String id) {
		return one(setAside().retry(pipeId, uuid(id)));
	}

	/**
	 * Permanently delete the set-aside records of a pipe.
	 * @param pipeId the pipe's identifier
	 * @return the number of deleted records
	 */
	@DeleteOperation
	public Count deletePipe(@Selector String pipeId) {
		return new Count(setAside().deleteAll(pipeId));
	}

	/**
	 * Permanently delete one set-aside record.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return the number of deleted records, which is one
	 * @throws InvalidEndpointRequestException if the record does not exist
	 */
	@DeleteOperation
	public Count deleteRecord(@Selector String pipeId, @Selector String id) {
		return one(setAside().delete(pipeId, uuid(id)));
	}

	private SetAsideRecords setAside() {
		return this.outbox.setAside();
	}

	private static UUID uuid(String id) {
		try {
			return UUID.fromString(id);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("'id' must be a UUID");
		}
	}

	private static Count one(boolean found) {
		if (!found) {
			throw invalid("No record with this identifier is set aside for this pipe");
		}
		return new Count(1);
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	/**
	 * The statistics of an outbox and the first records that are set aside.
	 *
	 * @param stats the statistics
	 * @param setAsideRecords the records, or {@code null} if the database cannot be read
	 * @since 0.1.0
	 */
	public record OutboxDescriptor(OutboxStats stats, @Nullable List<SetAsideRecordDescriptor> setAsideRecords) {

	}

	/**
	 * The number of records that were retried or deleted.
	 *
	 * @param records the number of records
	 * @since 0.1.0
	 */
	public record Count(long records) {

	}

	/**
	 * Records that are set aside.
	 *
	 * @param records the records
	 * @since 0.1.0
	 */
	public record SetAsideDescriptor(List<SetAsideRecordDescriptor> records) {

	}

	/**
	 * A record that is set aside. Its content is omitted, because an endpoint should not
	 * expose the application's data.
	 *
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @param size the size of the record's JSON in bytes
	 * @param reason why the record was rejected
	 * @param status the HTTP status of the response, or {@code null} if there was none
	 * @param time when the record was set aside
	 * @since 0.1.0
	 */
	public record SetAsideRecordDescriptor(String pipeId, UUID id, int size, String reason, @Nullable Integer status,
			Instant time) {

		static SetAsideRecordDescriptor of(SetAsideRecord record) {
			return new SetAsideRecordDescriptor(record.pipeId(), record.id(), record.json().length, record.reason(),
					record.status(), record.time());
		}

	}

}
