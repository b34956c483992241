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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.UndeliveredReason;

/**
 * A record that was rejected and set aside.
 *
 * @param id the record's identifier
 * @param pipeId the pipe's identifier
 * @param json the record as JSON in UTF-8
 * @param reason why the record was rejected, as the name of an {@link UndeliveredReason}
 * @param status the HTTP status of the last response, or {@code null} if the record was
 * not sent
 * @param time when the record was set aside
 * @since 0.1.0
 */
public record SetAsideRecord(UUID id, String pipeId, byte[] json, String reason, @Nullable Integer status,
		Instant time) {

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
		return "SetAsideRecord[id=" + this.id + ", pipeId=" + this.pipeId + ", " + this.json.length + " bytes, reason="
				+ this.reason + ", status=" + this.status + ", time=" + this.time + "]";
	}

}
