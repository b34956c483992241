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
 * Where the batches for one pipe come from, and where their records are counted. Used by
 * the sending thread only, except for {@link #ended} and {@link #count}.
 */
public interface BatchSource {

	/**
	 * Return the identifier of the pipe.
	 */
	String pipeId();

	/**
	 * Take the next batch that may be sent now.
	 * @param now the time
	 * @param hurry whether to take what would be sent later
	 * @return a batch, or {@code null} if there is none
	 */
	@Nullable Batch take(long now, boolean hurry);

	/**
	 * Take the oldest batch that has been held for too long.
	 */
	@Nullable Batch takeExpired(long now);

	/**
	 * Take the oldest batch that its caller sends again.
	 */
	@Nullable Batch takeUnretried();

	/**
	 * Take the oldest batch, whether it may be sent or not.
	 */
	@Nullable Batch takeOldest();

	/**
	 * Put a taken batch back where it belongs by its age.
	 */
	void giveBack(Batch batch);

	/**
	 * Some records of a taken batch have ended: count them and free their bytes. Called
	 * by whoever has taken the batch, on any thread.
	 */
	void ended(Batch batch, RecordRange range, RecordState state);

	/**
	 * Return when the sender is to look again.
	 * @param now the time
	 * @param sendable whether a batch may be sent; if not, it looks as soon as one may
	 * @param anyway in how many nanoseconds it looks in any case, or
	 * {@link Long#MAX_VALUE}
	 * @param more whether more is likely to come, because something has just been taken
	 * @return the wait in nanoseconds, or {@link Long#MAX_VALUE} if it need not look
	 */
	long nextDue(long now, boolean sendable, long anyway, boolean more);

	/**
	 * End the waits of all batches.
	 */
	void hasten(long now);

	/**
	 * Hold nothing open, so that all can be taken.
	 */
	void seal();

	/**
	 * Make ready what the next batch will need.
	 */
	void prepareNext();

	/**
	 * Set how large a batch may be from now on, in bytes.
	 */
	void maxBatchSize(int bytes);

	/**
	 * Do what an error in another thread has left to be done, if anything.
	 */
	void recover();

	boolean isEmpty();

	/**
	 * Count the records that are held.
	 */
	long held();

	/**
	 * Count what has happened to requests.
	 */
	void count(Consumer<PipeLedger> action);

}
