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
 * The records of an outbox that BatchPipe has refused, in a table of their own. They stay
 * there until you retry or delete them. Each method is one or more queries, in the
 * transaction of the current thread if there is one. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public interface SetAsideRecords {

	/**
	 * Return how many records are set aside.
	 * @return the number of records
	 */
	long count();

	/**
	 * Find records in the order of their pipes and identifiers.
	 * @param pipeId the pipe's identifier, or {@code null} for all pipes
	 * @param limit how many records at most, at least 1
	 * @return the records
	 */
	List<SetAsideRecord> find(@Nullable String pipeId, int limit);

	/**
	 * Give one record back to the outbox, to be sent again with the same identifier.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return whether there was such a record
	 */
	boolean retry(String pipeId, UUID id);

	/**
	 * Give the records of a pipe back to the outbox, to be sent again with the same
	 * identifiers.
	 * @param pipeId the pipe's identifier
	 * @return how many records there were
	 */
	long retryAll(String pipeId);

	/**
	 * Delete one record for good.
	 * @param pipeId the pipe's identifier
	 * @param id the record's identifier
	 * @return whether there was such a record
	 */
	boolean delete(String pipeId, UUID id);

	/**
	 * Delete the records of a pipe for good.
	 * @param pipeId the pipe's identifier
	 * @return how many records there were
	 */
	long deleteAll(String pipeId);

}
