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

import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

import com.batchpipe.outbox.BatchPipeOutbox;

/**
 * Stores earthquakes in the database and ships them after the commit, even if the
 * application is killed immediately afterward.
 */
@Component
@Profile("outbox")
class EarthquakeOutbox implements EarthquakeDestination {

	private final JdbcClient jdbc;

	private final BatchPipeOutbox outbox;

	EarthquakeOutbox(JdbcClient jdbc, BatchPipeOutbox outbox) {
		this.jdbc = jdbc;
		this.outbox = outbox;
	}

	@Override
	@Transactional
	public void publish(List<? extends JsonNode> earthquakes) {
		EarthquakeRules.check(earthquakes);
		for (JsonNode earthquake : earthquakes) {
			this.jdbc.sql("insert into EARTHQUAKE (EVENT) values (?)").param(earthquake.toString()).update();
			this.outbox.publish(earthquake);
		}
	}

}
