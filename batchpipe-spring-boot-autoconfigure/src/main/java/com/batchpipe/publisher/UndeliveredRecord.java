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

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A record that was accepted but not delivered.
 *
 * @param pipeId the pipe's identifier
 * @param json the record as JSON in UTF-8, which the receiver can keep
 * @param reason why it was not delivered
 * @param status the HTTP status of the last attempt that has ended, or {@code null} if it
 * got no response or nothing was sent
 * @param attempts the number of requests that were sent for this record's batch
 * @param age how long the record's batch was buffered
 * @since 0.1.0
 */
public record UndeliveredRecord(String pipeId, byte[] json, UndeliveredReason reason, @Nullable Integer status,
		int attempts, Duration age) {

	/**
	 * Return the record as JSON text.
	 * @return the JSON
	 */
	public String jsonText() {
		return new String(this.json, StandardCharsets.UTF_8);
	}

	/**
	 * Return all properties except the record's content.
	 */
	@Override
	public String toString() {
		return "UndeliveredRecord[pipeId=" + this.pipeId + ", " + this.json.length + " bytes, reason=" + this.reason
				+ ", status=" + this.status + ", attempts=" + this.attempts + ", age=" + this.age + "]";
	}

}
