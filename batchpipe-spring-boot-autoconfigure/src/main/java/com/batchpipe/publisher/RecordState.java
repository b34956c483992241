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
 * The final states of an accepted record.
 *
 * @since 0.1.0
 */
public enum RecordState {

	/**
	 * BatchPipe has accepted the record with a 2xx response.
	 */
	DELIVERED,

	/**
	 * BatchPipe has rejected the record.
	 */
	REJECTED,

	/**
	 * The record was not delivered within the delivery timeout.
	 */
	EXPIRED,

	/**
	 * The record was dropped for lack of room, as defined by the {@link OverflowPolicy}.
	 */
	DROPPED,

	/**
	 * The publisher was stopped before the record could be delivered.
	 */
	ABANDONED,

	/**
	 * The record was returned to the caller, which retries it.
	 */
	RETURNED

}
