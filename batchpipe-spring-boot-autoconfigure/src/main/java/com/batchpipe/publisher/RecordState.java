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
 * The states in which an accepted record can end.
 *
 * @since 0.1.0
 */
public enum RecordState {

	/**
	 * BatchPipe answered 2xx, and so has accepted the record.
	 */
	DELIVERED,

	/**
	 * BatchPipe refused the record.
	 */
	REJECTED,

	/**
	 * The record was not delivered within the delivery timeout.
	 */
	EXPIRED,

	/**
	 * The record was dropped to make room, as the {@link OverflowPolicy} says.
	 */
	DROPPED,

	/**
	 * The publisher was stopped before the record could be delivered.
	 */
	ABANDONED,

	/**
	 * The record was given back to the caller, who keeps it and sends it again.
	 */
	RETURNED

}
