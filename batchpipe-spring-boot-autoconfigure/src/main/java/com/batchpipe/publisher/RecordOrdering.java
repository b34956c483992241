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
 * Defines the order in which the batches of one pipe are sent. Within a batch, records
 * keep the order in which they were accepted, except that with {@link #RELAXED}, a batch
 * may be sent in parts that arrive in a different order.
 *
 * @since 0.1.0
 */
public enum RecordOrdering {

	/**
	 * Several batches can be in flight at the same time, and a retried batch may arrive
	 * after later ones.
	 */
	RELAXED,

	/**
	 * One batch is in flight at a time; while it is retried, the later batches of its
	 * pipe wait.
	 */
	STRICT

}
