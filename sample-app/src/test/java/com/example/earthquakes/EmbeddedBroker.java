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

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

import com.batchpipe.test.BatchPipeServer;

/**
 * The broker of a development run with the {@code kafka} profile, and the pipe to which
 * its route sends records.
 */
@TestConfiguration(proxyBeanMethods = false)
@Profile("kafka")
class EmbeddedBroker {

	EmbeddedBroker(BatchPipeServer server, @Value("${batchpipe.kafka.routes.earthquakes.pipe-id}") String pipeId) {
		if (!server.workspace().pipeIds().contains(pipeId)) {
			server.createPipe("earthquakes", pipeId);
		}
	}

	@Bean
	EmbeddedKafkaKraftBroker embeddedKafka() {
		return new EmbeddedKafkaKraftBroker(1, 1, TopicSender.TOPIC);
	}

	@Bean
	KafkaConnectionDetails embeddedKafkaConnectionDetails(EmbeddedKafkaKraftBroker broker) {
		return () -> List.of(broker.getBrokersAsString().split(","));
	}

}
