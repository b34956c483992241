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

package com.batchpipe.modulith;

/**
 * Accepts the records created from externalized events. A bean of this type replaces the
 * auto-configured one. Implementations must be safe for use by multiple threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ExternalizedRecords {

	/**
	 * Accept a record. Called on the thread that publishes the event, within its
	 * transaction if there is one.
	 * @param pipeId the pipe's identifier
	 * @param record the event, or the object it was mapped to
	 */
	void publish(String pipeId, Object record);

}
