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

package com.batchpipe.publisher.delivery;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.RecordState;
import com.batchpipe.publisher.batch.Batch;
import com.batchpipe.publisher.batch.PipeLedger;
import com.batchpipe.publisher.batch.RecordRange;

/**
 * The source of the batches of one pipe, which also counts their records. Used by the
 * sending thread only, except for {@link #pipeId}, {@link #ended}, {@link #takeOldest},
 * {@link #seal} and {@link #recover}.
 */
public interface BatchSource {

	/**
	 * Return the identifier of the pipe.
	 */
	String pipeId();

	/**
	 * Take the next batch that can be sent now.
	 * @param now the current time
	 * @param hurry whether to take an open batch that would otherwise wait for more
	 * records
	 * @return a batch, or {@code null} if there is none
	 */
	@Nullable Batch take(long now, boolean hurry);

	/**
	 * Take the oldest batch that has expired.
	 */
	@Nullable Batch takeExpired(long now);

	/**
	 * Take the oldest batch that must be returned to its caller, because the pause is too
	 * long for it or, with strict ordering, because other batches of its collection were
	 * returned.
	 * @param pause the nanoseconds for which nothing is sent, or zero
	 */
	@Nullable Batch takeReturned(long now, long pause);

	/**
	 * Take the oldest batch that is full or sealed, in order to hand it back.
	 */
	@Nullable Batch takeOldest();

	/**
	 * Put a taken batch back at the position that corresponds to its age.
	 */
	void giveBack(Batch batch);

	/**
	 * Count some records of a taken batch as ended and release their bytes. Called by the
	 * thread that has taken the batch, which can be any thread.
	 */
	void ended(Batch batch, RecordRange range, RecordState state);

	/**
	 * Return when the sender should check this source again.
	 * @param now the current time
	 * @param sendable whether a batch can be sent; if not, the sender checks as soon as
	 * one can be sent
	 * @param anyway the nanoseconds after which the sender checks in any case, or
	 * {@link Long#MAX_VALUE}
	 * @param more whether more records are likely to arrive, because a batch has just
	 * been taken
	 * @return the wait in nanoseconds, or {@link Long#MAX_VALUE} if no check is needed
	 */
	long nextDue(long now, boolean sendable, long anyway, boolean more);

	/**
	 * End the waits of all batches.
	 */
	void hasten(long now);

	/**
	 * Seal the open batch, so that all batches can be taken.
	 */
	void seal();

	/**
	 * Prepare for the next batch.
	 */
	void prepareNext();

	/**
	 * Set the maximum size of a batch from now on, in bytes.
	 */
	void maxBatchSize(int bytes);

	/**
	 * Finish any work that another thread left undone because of an error.
	 */
	void recover();

	boolean isEmpty();

	/**
	 * Return the number of buffered records.
	 */
	long buffered();

	/**
	 * Update the counts of requests.
	 */
	void count(Consumer<PipeLedger> action);

}
