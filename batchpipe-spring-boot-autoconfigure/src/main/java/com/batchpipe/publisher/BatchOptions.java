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

package com.batchpipe.publisher;

/**
 * Options of one {@link BatchPipePublisher#sendBatch sendBatch}. Immutable and safe for
 * use by multiple threads.
 *
 * @since 0.1.0
 */
public final class BatchOptions {

	private static final BatchOptions NONE = new BatchOptions(true);

	private final boolean undeliveredHandled;

	private BatchOptions(boolean undeliveredHandled) {
		this.undeliveredHandled = undeliveredHandled;
	}

	/**
	 * Return options that change nothing.
	 * @return the options
	 */
	public static BatchOptions none() {
		return NONE;
	}

	/**
	 * Return options with which the {@link UndeliveredRecordHandler} is not called,
	 * because the caller takes care of the records that the {@link BatchResult} names.
	 * @return new options
	 */
	public BatchOptions withoutUndeliveredRecordHandler() {
		return new BatchOptions(false);
	}

	boolean undeliveredHandled() {
		return this.undeliveredHandled;
	}

}
