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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

import com.batchpipe.client.BatchPipeTemplate;

/**
 * The pipe to which the earthquakes are sent.
 */
@Component
@Profile("!outbox")
class EarthquakePipe implements EarthquakeDestination {

	private static final Logger logger = LoggerFactory.getLogger(EarthquakePipe.class);

	private final BatchPipeTemplate batchPipe;

	private final EarthquakeSender sender;

	private final ShippedEarthquakes shipped;

	private final String name;

	private final AtomicReference<@Nullable String> id = new AtomicReference<>();

	EarthquakePipe(BatchPipeTemplate batchPipe, EarthquakeSender sender, ShippedEarthquakes shipped,
			EarthquakeFeedProperties properties) {
		this.batchPipe = batchPipe;
		this.sender = sender;
		this.shipped = shipped;
		this.name = properties.pipeName();
	}

	@Override
	public void publish(List<? extends JsonNode> earthquakes) {
		EarthquakeRules.check(earthquakes);
		String pipeId = id();
		earthquakes.forEach((earthquake) -> publish(pipeId, earthquake));
	}

	private void publish(String pipeId, JsonNode record) {
		Earthquake earthquake = Earthquake.of(record);
		CompletableFuture<?> sent = this.sender.send(pipeId, record);
		if (earthquake != null) {
			sent.thenRun(() -> this.shipped.add(earthquake));
		}
	}

	private String id() {
		String known = this.id.get();
		if (known != null) {
			return known;
		}
		String found = find();
		String pipeId = (found != null) ? found : create();
		this.id.set(pipeId);
		return pipeId;
	}

	private @Nullable String find() {
		JsonNode pipes = this.batchPipe.listPipes().data();
		if (pipes == null) {
			return null;
		}
		return pipes.findParents("pipe_name")
			.stream()
			.filter((pipe) -> this.name.equals(pipe.path("pipe_name").asString()))
			.findFirst()
			.map(EarthquakePipe::pipeId)
			.orElse(null);
	}

	private String create() {
		String pipeId = this.batchPipe.createPipe(Map.of("pipe_name", this.name)).id("pipe_id");
		logger.info("Created pipe {}", this.name);
		return pipeId;
	}

	private static String pipeId(JsonNode pipe) {
		JsonNode pipeId = pipe.path("pipe_id");
		Assert.state(pipeId.isString(), "BatchPipe listed the pipe without a 'pipe_id'");
		return pipeId.asString();
	}

}
