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

import java.time.Duration;

/**
 * Confirms that BatchPipe has accepted a record.
 *
 * @param pipeId the pipe's identifier
 * @param status the HTTP status of the response, 2xx
 * @param attempts the number of requests that were sent for this record's batch
 * @param latency the time from the first record of the batch to the response
 * @since 0.1.0
 */
public record Receipt(String pipeId, int status, int attempts, Duration latency) {

}
