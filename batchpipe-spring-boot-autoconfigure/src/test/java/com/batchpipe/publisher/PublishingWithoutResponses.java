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

import reactor.core.publisher.Mono;

import com.batchpipe.client.RawJson;

/**
 * The process that {@link BoundedHeapTests} starts.
 */
public final class PublishingWithoutResponses {

	private static final int RECORDS = 5_000_000;

	private PublishingWithoutResponses() {
	}

	public static void main(String[] args) {
		BatchPipePublisher publisher = BatchPipePublisher
			.builder(new ScriptedClient((pipeId, body, options) -> Mono.never()))
			.pipeId("pipe")
			.overflow(OverflowPolicy.DROP_OLDEST)
			.build();
		RawJson record = RawJson.of("{\"text\":\"" + "x".repeat(180) + "\"}");
		for (int i = 0; i < RECORDS; i++) {
			publisher.publish(record);
		}
		PipeStats stats = publisher.stats().pipes().get("pipe");
		boolean exact = stats.accepted() == RECORDS && stats.accepted() == stats.dropped() + stats.buffered();
		Runtime.getRuntime().halt((exact && stats.buffered() > 100_000) ? 0 : 1);
	}

}
