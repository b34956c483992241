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

package com.example.earthquakes;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import com.batchpipe.publisher.FlushResult;

/**
 * Sends earthquakes to their pipe.
 */
interface EarthquakeSender {

	/**
	 * Send an earthquake.
	 * @param pipeId the pipe
	 * @param record the earthquake
	 * @return a future that completes when the earthquake can no longer be lost
	 */
	CompletableFuture<?> send(String pipeId, JsonNode record);

	/**
	 * Wait until the records of all earthquakes have ended or, if they are sent to a
	 * topic, until the topic has stored them.
	 * @param patience how long to wait; ignored if the earthquakes are sent to a topic
	 * @return the result, or {@code null} if another component delivers them
	 */
	@Nullable FlushResult flush(Duration patience);

}
