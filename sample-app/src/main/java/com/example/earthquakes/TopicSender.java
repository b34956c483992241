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

import org.springframework.context.annotation.Profile;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

import com.batchpipe.publisher.FlushResult;

/**
 * Sends earthquakes to a Kafka topic, from which a route sends them to the pipe.
 */
@Component
@Profile("kafka")
class TopicSender implements EarthquakeSender {

	static final String TOPIC = "earthquakes";

	private final KafkaTemplate<String, String> kafka;

	TopicSender(KafkaTemplate<String, String> kafka) {
		this.kafka = kafka;
	}

	@Override
	public CompletableFuture<?> send(String pipeId, JsonNode record) {
		return this.kafka.send(TOPIC, record.path("event_id").asString(""), record.toString());
	}

	@Override
	public @Nullable FlushResult flush(Duration patience) {
		this.kafka.flush();
		return null;
	}

}
