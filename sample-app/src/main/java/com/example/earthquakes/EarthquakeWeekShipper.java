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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import com.batchpipe.client.BatchPipeException;
import com.batchpipe.publisher.FlushResult;

/**
 * Ships a week of earthquakes when the application starts.
 */
@Component
@Profile("!outbox")
class EarthquakeWeekShipper implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(EarthquakeWeekShipper.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final EarthquakeDestination destination;

	private final EarthquakeSender sender;

	private final JsonMapper jsonMapper;

	private final EarthquakeFeedProperties properties;

	EarthquakeWeekShipper(EarthquakeDestination destination, EarthquakeSender sender, JsonMapper jsonMapper,
			EarthquakeFeedProperties properties) {
		this.destination = destination;
		this.sender = sender;
		this.jsonMapper = jsonMapper;
		this.properties = properties;
	}

	@Override
	public void run(ApplicationArguments args) throws IOException {
		List<JsonNode> earthquakes = read();
		try {
			this.destination.publish(earthquakes);
		}
		catch (BatchPipeException ex) {
			logger.error("No earthquakes were sent, because the pipe could not be found or created: {}",
					ex.getMessage());
			return;
		}
		FlushResult result = this.sender.flush(PATIENCE);
		if (result != null) {
			logger.info("Published the week's {} earthquakes; {} are still buffered", earthquakes.size(),
					result.remaining());
		}
		else {
			logger.info("Published the week's {} earthquakes", earthquakes.size());
		}
	}

	private List<JsonNode> read() throws IOException {
		List<JsonNode> earthquakes = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.properties.file().getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				earthquakes.add(this.jsonMapper.readTree(line));
			}
		}
		return earthquakes;
	}

}
