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

import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The rejected records of an outbox, which are stored in a separate table. They remain
 * there until you retry or delete them. Each method executes one or more queries, in the
 * transaction of the current thread if there is one. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public interface SetAsideRecords {

	/**
	 * Return the number of records that are set aside.
	 * @return the number of records
	 */
	long count();

	/**
	 * Find records, ordered by pipe and identifier.
	 * @param pipeId the pipe's identifier, or {@code null} for all pipes
	 * @param limit the maximum number of records, at least 1
	 * @return the records
	 */
	List<SetAsideRecord> find(@Nullable String pipeId, int limit);

	/**
	 * Move one record back to the outbox, which sends it again with the same identifier.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return whether the record existed
	 */
	boolean retry(String pipeId, UUID id);

	/**
	 * Move the records of a pipe back to the outbox, which sends them again with the same
	 * identifiers.
	 * @param pipeId the pipe's identifier
	 * @return the number of records that were moved
	 */
	long retryAll(String pipeId);

	/**
	 * Delete one record permanently.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return whether the record existed
	 */
	boolean delete(String pipeId, UUID id);

	/**
	 * Delete the records of a pipe permanently.
	 * @param pipeId the pipe's identifier
	 * @return the number of deleted records
	 */
	long deleteAll(String pipeId);

}
