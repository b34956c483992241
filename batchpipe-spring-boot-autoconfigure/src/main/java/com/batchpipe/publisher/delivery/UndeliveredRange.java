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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import com.batchpipe.publisher.UndeliveredReason;
import com.batchpipe.publisher.UndeliveredRecord;
import com.batchpipe.publisher.batch.BatchContent;

/**
 * Records that were not delivered, all for the same reason.
 */
public record UndeliveredRange(String pipeId, BatchContent part, UndeliveredReason reason, @Nullable Integer status,
		int attempts, Duration age) {

	UndeliveredRecord record(int index) {
		return new UndeliveredRecord(this.pipeId, this.part.record(index), this.reason, this.status, this.attempts,
				this.age);
	}

}
