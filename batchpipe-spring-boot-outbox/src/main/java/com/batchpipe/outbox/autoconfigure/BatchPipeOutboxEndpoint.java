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
 * {@link Endpoint @Endpoint} that shows what the outbox has done, and the records that
 * are set aside, without their content; retries and deletes them.
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
	 * Show the figures, and the first 100 records of all pipes that are set aside.
	 * @return the figures and the records
	 */
	@ReadOperation
	public OutboxDescriptor outbox() {
		return new OutboxDescriptor(this.outbox.stats(), firstRecords());
	}

	/**
	 * The figures are wanted most while the database does not work.
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
	 * Show the first 100 records of a pipe that are set aside.
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
	 * Give the records of a pipe that are set aside back to the outbox, to be sent again.
	 * @param pipeId the pipe's identifier
	 * @return how many records there were
	 */
	@WriteOperation
	public Count retryPipe(@Selector String pipeId) {
		return new Count(setAside().retryAll(pipeId));
	}

	/**
	 * Give one record that is set aside back to the outbox, to be sent again.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return how many records there were, which is one
	 * @throws InvalidEndpointRequestException if there is no such record
	 */
	@WriteOperation
	public Count retryRecord(@Selector String pipeId, @Selector String id) {
		return one(setAside().retry(pipeId, uuid(id)));
	}

	/**
	 * Delete the records of a pipe that are set aside for good.
	 * @param pipeId the pipe's identifier
	 * @return how many records there were
	 */
	@DeleteOperation
	public Count deletePipe(@Selector String pipeId) {
		return new Count(setAside().deleteAll(pipeId));
	}

	/**
	 * Delete one record that is set aside for good.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return how many records there were, which is one
	 * @throws InvalidEndpointRequestException if there is no such record
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
	 * The figures of an outbox, and the first records that are set aside.
	 *
	 * @param stats the figures
	 * @param setAsideRecords the records, or {@code null} if the database cannot be read
	 * @since 0.1.0
	 */
	public record OutboxDescriptor(OutboxStats stats, @Nullable List<SetAsideRecordDescriptor> setAsideRecords) {

	}

	/**
	 * How many records were retried or deleted.
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
	 * A record that is set aside. Its content is left out, because an endpoint should not
	 * show what the records of an application say.
	 *
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @param size the size of the record's JSON in bytes
	 * @param reason why it was refused
	 * @param status the HTTP status of the response, or {@code null} if there was none
	 * @param time when it was set aside
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
