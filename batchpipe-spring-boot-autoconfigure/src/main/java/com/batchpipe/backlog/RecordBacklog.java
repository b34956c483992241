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

package com.batchpipe.backlog;

import java.time.Duration;

/**
 * Records that are stored outside a publisher, for example in an outbox, and that the
 * publisher sends later. Test support uses running beans of this type to ensure that the
 * records of one test do not arrive in the next. It ignores a bean that is not a
 * {@code SmartLifecycle}. Implementations must be safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public interface RecordBacklog {

	/**
	 * Wait until there are no stored records left to send: all of them have been
	 * delivered or set aside, or sending is disabled or stopped.
	 * @param timeout how long to wait, or zero to check once
	 * @return whether there is nothing left to send
	 */
	boolean awaitEmpty(Duration timeout);

	/**
	 * Delete the records that are still stored, without sending them.
	 */
	void discard();

}
